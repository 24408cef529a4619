import { AsyncLocalStorage } from 'node:async_hooks'

/** The request that is being handled in this process: its cookies, and the address it comes from. */
export const currentRequest = new AsyncLocalStorage<{ cookies: Map<string, string>; address: string }>()
