'use client'

import { NextIntlClientProvider, useLocale } from 'next-intl'
import { Component, type ComponentType, type ReactNode, use } from 'react'
import { languageOf } from '@/lib/schemas/languages'

/**
 * A component that is not sent with the page: it comes in a script of its own, and with it every word of the page's
 * language in another. So what is rendered at once needs no more words than its own (see ClientMessages). Only for
 * what opens in the browser, within a {@link LoadBoundary} and a `Suspense`. `ahead` fetches both before they are
 * needed. A fetch that failed is tried again when the component is next needed.
 */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loading: Promise<ComponentType<Props>> | undefined
  // A promise that a render waits for keeps its failure until the boundary has caught it: React renders again when it
  // fails, and must not find a new one each time.
  let isAwaited = false
  const forget = () => {
    loading = undefined
    isAwaited = false
  }
  const ahead = () => {
    loading ??= withWords(load).catch((cause) => {
      if (!isAwaited) forget()
      throw new LoadError(forget, cause)
    })
    return loading
  }
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, as its module is loaded
  function Later(props: Props) {
    isAwaited = true
    const Part = use(ahead())
    return <Part {...props} />
  }
  return Object.assign(Later, { ahead })
}

async function withWords<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Promise<ComponentType<Props>> {
  const language = languageOf(document.documentElement.lang)
  const [Part, { default: words }] = await Promise.all([load(), import(`../../messages/${language}.json`)])
  return (props) => (
    <NextIntlClientProvider locale={useLocale()} messages={words}>
      <Part {...props} />
    </NextIntlClientProvider>
  )
}

class LoadError extends Error {
  constructor(
    /** Lets the part be fetched anew. */
    readonly forget: () => void,
    cause: unknown,
  ) {
    super('A part of the page could not be loaded.', { cause })
  }
}

/** Calls `onFail` when a {@link later} component inside could not be fetched, and draws nothing in its place. */
export class LoadBoundary extends Component<{ onFail(): void; children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidCatch(error: unknown) {
    if (!(error instanceof LoadError)) return
    error.forget()
    this.props.onFail()
    this.setState({ error: undefined })
  }

  override render() {
    const { error } = this.state
    if (error && !(error instanceof LoadError)) throw error
    return error ? null : this.props.children
  }
}
