import type { MetadataRoute } from 'next'

/** Web app manifest, for installing Kinday on a home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Kinday',
    short_name: 'Kinday',
    id: '/',
    start_url: '/calendar',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#ffffff',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
