import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type en from '@/messages/en'

/** Provides client components with the messages of `namespaces` only: all messages would make each page larger. */
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
