'use client'

import { type Messages, NextIntlClientProvider, useLocale, useMessages } from 'next-intl'
import { Component, type ComponentType, type ReactNode, Suspense, use, useMemo } from 'react'
import type { LoadedNamespace } from '@/messages/load'

/**
 * Wraps a component that is loaded when it is first rendered, with the messages of `namespaces`; it also gets those of
 * the page around it (see ClientMessages). Only for components that open in the browser, within a {@link LoadBoundary}
 * and a `Suspense`. `preload` loads component and messages in advance; `isLoaded` returns whether they are loaded. A
 * failed load is retried when the component is next rendered.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  namespaces: readonly LoadedNamespace[],
) {
  let loading: Promise<ComponentType<Props>> | undefined
  let isLoaded = false
  // A promise that a render waits for keeps its failure until the boundary has caught it: React renders again when it
  // fails, and would load it again each time if it found a new promise.
  let isAwaited = false
  const forget = () => {
    loading = undefined
    isAwaited = false
  }
  const start = () => {
    const promise = withMessages(load, namespaces).catch((cause) => {
      if (!isAwaited) forget()
      throw new LoadError(forget, cause)
    })
    promise.then(
      (value) => {
        isLoaded = true
        // `use` suspends for a settled promise too, unless it has these fields: React would show the fallback, and the
        // part 300 ms later at the earliest.
        Object.assign(promise, { status: 'fulfilled', value })
      },
      () => {},
    )
    return promise
  }
  const preload = () => {
    loading ??= start()
    return loading
  }
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, as its module is loaded
  function Later(props: Props) {
    isAwaited = true
    const Part = use(preload())
    return <Part {...props} />
  }
  return Object.assign(Later, { preload, isLoaded: () => isLoaded })
}

async function withMessages<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  namespaces: readonly LoadedNamespace[],
): Promise<ComponentType<Props>> {
  // The table of message scripts, one for each namespace and language, would be 2 kB of every page.
  const messages = import('@/messages/load').then(({ loadMessages }) => loadMessages(namespaces))
  const [Part, loaded] = await Promise.all([load(), messages])
  return (props) => (
    <AddedMessages messages={loaded}>
      <Part {...props} />
    </AddedMessages>
  )
}

/** Adds messages to those of the page. */
function AddedMessages({ messages, children }: { messages: Partial<Messages>; children: ReactNode }) {
  const outer = useMessages()
  // New messages would render every text again whenever the page renders.
  const all = useMemo(() => ({ ...outer, ...messages }), [outer, messages])
  return (
    <NextIntlClientProvider locale={useLocale()} messages={all}>
      {children}
    </NextIntlClientProvider>
  )
}

class LoadError extends Error {
  constructor(
    /** Lets the part be fetched again. */
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

/** A part that the page works without: draws nothing while a {@link later} component inside loads, or if it cannot. */
export function OptionalPart({ children }: { children: ReactNode }) {
  return (
    <LoadBoundary onFail={() => {}}>
      <Suspense>{children}</Suspense>
    </LoadBoundary>
  )
}
