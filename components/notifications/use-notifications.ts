'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { NOTIFICATIONS_CHANGED } from '@/components/shell/watch-unseen'
import { toast } from '@/components/ui/toast'
import { acceptEventInvitation, answerEvent, declineEventInvitation } from '@/lib/actions/events'
import { dismissNotifications, markNotificationsRead } from '@/lib/actions/notifications'
import type { RecurrenceId } from '@/lib/calendar/series/recurrence'
import type { AnswerChoice } from '@/lib/schemas/choices'
import type { NotificationItem, NotificationsOutput } from '@/lib/schemas/notifications'

export type NotificationsState = ReturnType<typeof useNotifications>

/** Holds the list of notifications and the actions on it. Each action is shown at once and reverted if it fails. */
export function useNotifications(initial: NotificationsOutput | null) {
  const t = useTranslations('notifications')
  const event = useTranslations('event')
  const [list, setList] = useState(initial)
  const [hasFailed, setFailed] = useState(false)

  const refetch = useCallback(async () => {
    const loaded = await fetchList()
    if (loaded) setList(loaded)
    setFailed(!loaded)
  }, [])

  useEffect(() => {
    if (!initial) void refetch()
    addEventListener('kinday:streams-advanced', refetch)
    return () => removeEventListener('kinday:streams-advanced', refetch)
  }, [initial, refetch])

  const change = (update: (item: NotificationItem) => NotificationItem[]) =>
    setList((before) => before && { ...before, items: before.items.flatMap(update) })

  const run = async (work: () => Promise<{ ok: boolean }>): Promise<boolean> => {
    const response = await work().catch(() => null)
    dispatchEvent(new Event(NOTIFICATIONS_CHANGED))
    if (response?.ok) return true
    toast({ text: await refusalText(response, t('notSaved')) })
    await refetch()
    return false
  }

  const setRead = (matches: (item: NotificationItem) => boolean, isRead: boolean) =>
    change((item) => [matches(item) ? { ...item, isRead } : item])

  return {
    items: list?.items ?? null,
    hasMore: list?.hasMore ?? false,
    hasFailed,
    refetch,
    loadMore: async () => {
      const more = await fetchList(list?.items.at(-1)?.id)
      setFailed(!more)
      if (more) setList((before) => before && { ...more, items: [...before.items, ...more.items] })
    },
    markRead: (ids: string[], isRead: boolean) => {
      setRead(({ id }) => ids.includes(id), isRead)
      return run(() => markNotificationsRead({ which: { ids }, isRead }))
    },
    markAllRead: () => {
      setRead(() => true, true)
      return run(() => markNotificationsRead({ which: { all: true } }))
    },
    /** Marks a notification that the user opens as read, and all others of its event. */
    markOpened: ({ id, eventId }: NotificationItem) => {
      setRead((item) => item.id === id || (eventId !== null && item.eventId === eventId), true)
      return run(() => markNotificationsRead({ which: eventId ? { event: eventId } : { ids: [id] } }))
    },
    dismiss: (ids: string[]) => {
      change((item) => (ids.includes(item.id) ? [] : [item]))
      return run(() => dismissNotifications({ which: { ids } }))
    },
    /** Accepts an invitation, which puts the event into the user's calendar, or declines it. */
    accept: async (invitation: { id: string; event: string }, isAccepted: boolean) => {
      const work = isAccepted ? acceptEventInvitation : declineEventInvitation
      if (!(await run(() => work({ event: invitation.event }, newKey())))) return
      toast({ text: t(isAccepted ? 'accepted' : 'declined') })
      await run(() => markNotificationsRead({ which: { ids: [invitation.id] } }))
      await refetch()
    },
    answer: async ({ id, event: eventId, version, occurrence }: AnsweredInvitation, status: AnswerChoice) => {
      const answered = { id: eventId, version, ...(occurrence !== null && { occurrence }) }
      const isSaved = await run(() => answerEvent({ ...answered, status }, newKey()))
      if (!isSaved) return
      toast({ text: event('answerSaved') })
      change((item) => [
        item.eventId === eventId && item.openAt?.occurrence === occurrence && item.answer
          ? { ...item, answer: { ...item.answer, status } }
          : item,
      ])
      setRead((item) => item.id === id, true)
      await run(() => markNotificationsRead({ which: { ids: [id] } }))
    },
  }
}

interface AnsweredInvitation {
  /** Id of the notification. */
  id: string
  /** Id of the event. */
  event: string
  version: number
  occurrence: RecurrenceId | null
}

async function fetchList(before?: string): Promise<NotificationsOutput | null> {
  const path = `/api/view/notifications${before ? `?before=${before}` : ''}`
  const response = await fetch(path).catch(() => null)
  return response?.ok ? response.json() : null
}
