import type { FileThreads } from './lib/files/pool'
import type messages from './messages/en'

declare module 'next-intl' {
  interface AppConfig {
    Messages: typeof messages
  }
}

declare global {
  /** The worker threads of lib/files/pool.ts. */
  var kindayFileThreads: FileThreads | undefined
}
