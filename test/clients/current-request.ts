import { AsyncLocalStorage } from 'node:async_hooks'

/** Cookies and client address of the request that is handled in this process. */
export const currentRequest = new AsyncLocalStorage<{ cookies: Map<string, string>; address: string }>()
