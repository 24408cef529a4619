'use client'

import { documentLanguage, ServerErrorPage } from '@/components/ui/server-error'

/** A failure while rendering a page. */
export default function PageError({ reset }: { error: Error; reset(): void }) {
  return <ServerErrorPage language={documentLanguage()} retry={reset} />
}
