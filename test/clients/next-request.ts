import { vi } from 'vitest'

// Replaces what Next provides for a request (test/clients/in-process.ts). Everything else is the code that the server runs.
vi.mock('next/headers', async () => {
  const { currentRequest } = await import('./current-request')
  const { CLIENT_HEADER } = await import('@/lib/server/address.mjs')
  return {
    headers: async () => {
      const { address } = currentRequest.getStore()!
      const client = JSON.stringify({ address, key: address, shared: '' })
      return new Headers({ [CLIENT_HEADER]: client, 'user-agent': 'Vitest' })
    },
    cookies: async () => {
      const { cookies } = currentRequest.getStore()!
      return {
        get: (name: string) => (cookies.has(name) ? { name, value: cookies.get(name) } : undefined),
        set: (name: string, value: string) => cookies.set(name, value),
      }
    },
  }
})
vi.mock('next-intl/server', async () => {
  const { createTranslator } = await import('use-intl/core')
  const { default: messages } = await import('@/messages/en')
  return {
    getTranslations: async (namespace: 'calendar') => createTranslator({ locale: 'en', messages, namespace }),
  }
})
