import type Piscina from 'piscina'
import type messages from './messages/en'

declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof messages
  }
}

declare global {
  /** The worker threads of lib/files/pool.ts. */
  var kindayFilePool: Piscina | undefined
}
