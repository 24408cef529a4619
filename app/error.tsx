'use client'

import { documentLanguage, Fault } from '@/components/ui/fault'

/** A failure while rendering a page. */
export default function PageError({ reset }: { error: Error; reset(): void }) {
  return <Fault language={documentLanguage()} retry={reset} />
}
