'use client'
'use no memo'

import { documentLanguage, ServerErrorPage } from '@/components/ui/server-error'

/** Error boundary of pages. */
export default function PageError({ reset }: { error: Error; reset(): void }) {
  return <ServerErrorPage language={documentLanguage()} retry={reset} />
}
