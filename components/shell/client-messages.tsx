import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type en from '@/messages/en'

/** Gives client components the words they need, and no others: the whole catalogue would weigh on every page. */
export async function ClientMessages({
  namespaces,
  children,
}: {
  namespaces: (keyof typeof en)[]
  children: ReactNode
}) {
  const all = await getMessages()
  const messages = Object.fromEntries(namespaces.map((name) => [name, all[name]]))
  return <NextIntlClientProvider messages={messages}>{children}</NextIntlClientProvider>
}
