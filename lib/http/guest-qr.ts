import { renderSVG } from 'uqr'
import { parseGuestToken } from '@/lib/access/guest-tokens'
import { AppError } from '@/lib/errors'
import { slug } from '@/lib/schemas/gatherings'
import { ownOrigin } from './own-origin'

/**
 * Returns the QR code of the page of a guest link or a gathering as SVG. It contains the given address only, so it does
 * not reveal whether there is a gathering with this slug.
 * @throws AppError NOT_FOUND if the text is no slug and this server has not signed the token
 */
export async function guestQrCode(token: string): Promise<Response> {
  if (!slug.safeParse(token).success && !parseGuestToken(token, 'page')) throw new AppError('NOT_FOUND')
  const svg = renderSVG(`${await ownOrigin()}/g/${token}`, { border: 2 })
  return new Response(svg, {
    headers: { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, no-store' },
  })
}
