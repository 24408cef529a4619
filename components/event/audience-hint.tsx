'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useDeferredValue } from 'react'
import type { Audience } from '@/lib/schemas/audience'
import type { Viewer } from '@/lib/schemas/users'
import styles from './event.module.css'
import type { EventForm } from './form-state'

/** Says who will see the event, before it is saved. Depends on its calendar, visibility and guests. */
export function AudienceHint({
  form,
  eventId,
  viewer,
}: {
  form: EventForm
  /** The event being edited, or undefined for a new one. */
  eventId: string | undefined
  viewer: Viewer
}) {
  const t = useTranslations('eventEditor.audience')
  const isPrivate = form.visibility === 'private'
  const attendees =
    form.kind === 'reminder' ? [] : form.attendees.flatMap(({ userId }) => userId ?? []).sort()
  const hiddenFrom = [...form.hiddenFrom].sort()
  const query = { calendar: form.calendarId, event: eventId, private: isPrivate, attendees, hiddenFrom }
  const key = useDeferredValue(JSON.stringify(query))
  const { data } = useQuery({
    queryKey: ['audience', key],
    queryFn: ({ signal }) => fetchAudience(key, signal),
    placeholderData: keepPreviousData,
    // Only a hint: not refetched automatically, and a failure is not shown.
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  return (
    <p className={`muted ${styles.audience}`} role="status" aria-live="polite">
      {data && (
        <>
          {textOf(data)}
          {isPrivate && form.busy && form.kind !== 'reminder' && ` ${t('busy')}`}
        </>
      )}
    </p>
  )

  function textOf({ isEditorIncluded, names, others }: Audience): string {
    if (!names.length && !others) return t(isEditorIncluded ? 'onlyYou' : 'nobody')
    // Unicode isolates: a right-to-left name does not reorder the text beside it.
    const people = names.map((name) => `\u2068${name}\u2069`)
    const parts = [
      ...(isEditorIncluded ? [t('you')] : []),
      ...people,
      ...(others ? [t(people.length ? 'others' : 'people', { count: others })] : []),
    ]
    const list = new Intl.ListFormat(viewer.locale, { type: 'conjunction' }).format(parts)
    return isEditorIncluded ? t('list', { list }) : t('listWithoutYou', { list })
  }
}

async function fetchAudience(body: string, signal: AbortSignal): Promise<Audience> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch('/api/view/audience', { method: 'POST', headers, body, signal })
  if (!response.ok) throw new Error(`audience: ${response.status}`)
  return response.json()
}
