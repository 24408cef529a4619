'use client'
'use no memo'

import { type ComponentProps, Suspense, startTransition, use, useEffect, useState } from 'react'
import { QuickEditor } from '@/components/event/quick-editor'
import { whenIdle } from '@/components/ui/when-idle'
import { dayOf } from '@/lib/calendar/day'

/**
 * Renders the quick editor once in the background, without adding it to the page. The browser compiles its code, the
 * regular expressions of typed times and the date formatters then, and not at the first tap on a day.
 */
export function QuickWarmUp(
  props: Pick<ComponentProps<typeof QuickEditor>, 'calendars' | 'viewer' | 'live'>,
) {
  const [status, setStatus] = useState<'waiting' | 'rendering' | 'done'>('waiting')
  // Keeps the props of the first render, so that a page that renders meanwhile does not render the editor again.
  const [initial] = useState(props)
  useEffect(() => {
    if (status === 'waiting') return whenIdle(() => startTransition(() => setStatus('rendering')))
    // React commits the fallback, and runs this effect, after it has rendered the editor.
    setStatus('done')
  }, [status])
  if (status !== 'rendering') return null
  return (
    <Suspense>
      <QuickEditor
        {...initial}
        wall={0}
        event={{ day: dayOf(0), fields: { title: '1' } }}
        preview={() => null}
        onMore={() => {}}
        onClose={() => {}}
      />
      <Suspended />
    </Suspense>
  )
}

const NEVER = new Promise<never>(() => {})

/** Keeps its siblings out of the page: React draws nothing of a suspended boundary. */
function Suspended() {
  return use(NEVER)
}
