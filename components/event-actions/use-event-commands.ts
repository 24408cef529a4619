'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { eventQueryOptions } from '@/components/event/event-query'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import { useAfterSave } from '@/components/live/after-save'
import type { Live } from '@/components/live/live'
import { beginOptimisticUpdate, refetchRanges, updateRanges } from '@/components/live/ranges'
import {
  copyEvents,
  deleteEvent,
  deleteEvents,
  moveEvents,
  updateEvent,
} from '@/components/offline/event-commands'
import { toast } from '@/components/ui/toast'
import { DAY } from '@/lib/calendar/day'
import { withShift } from '@/lib/calendar/edits/move'
import type { EditScope } from '@/lib/calendar/edits/plan'
import { withoutEvent } from '@/lib/calendar/optimistic-event'
import type { Color } from '@/lib/calendar/palette'
import {
  type CalendarTuple,
  canWriteTo,
  decodeCalendar,
  FLAG,
  type Item,
  type Range,
} from '@/lib/calendar/tuple'
import type { EventDetail } from '@/lib/schemas/event-detail'
import type { Viewer } from '@/lib/schemas/users'
import { type CopiedEvents, setClipboard } from './clipboard'

/** The question which occurrences of a series to delete. `answer` without a scope cancels. */
interface DeleteQuestion {
  event: EventDetail
  answer(scope?: EditScope): void
}

export type EventCommands = Omit<ReturnType<typeof useEventCommands>, 'question'>

type Response = Awaited<
  ReturnType<typeof moveEvents | typeof deleteEvents | typeof updateEvent | typeof deleteEvent>
>

/** Commands on events of a grid. They change the page at once, then the server; a toast offers to undo them. */
export function useEventCommands({
  calendars,
  viewer,
  live,
  isMovable,
}: {
  calendars: readonly CalendarTuple[]
  viewer: Viewer
  live: Live
  isMovable(item: Item): boolean
}) {
  const client = useQueryClient()
  const t = useTranslations('eventActions')
  const tEvent = useTranslations('event')
  const afterSave = useAfterSave(live)
  const [question, setQuestion] = useState<DeleteQuestion | null>(null)

  /** Draws an optimistic update and runs a command. If it is refused, a refetch reverts the update. */
  const run = async (
    send: () => Promise<Response>,
    text: string,
    draw?: (range: Range) => Range,
  ): Promise<void> => {
    const endUpdate = beginOptimisticUpdate()
    if (draw) updateRanges(client, draw)
    try {
      const response = await send()
      if (response.ok) afterSave(response, text)
      else {
        toast({ text: await refusalText(response, t('failed')) })
        refetchRanges(client)
      }
    } catch {
      toast({ text: t('offline') })
      refetchRanges(client)
    } finally {
      endUpdate()
    }
  }

  /** Returns the items that may be changed. Shows a message if others are left out. */
  const changeableItems = (items: readonly Item[]) => {
    const movable = items.filter(isMovable)
    const refused = items.filter((item) => !isMovable(item))
    if (refused.length) {
      const isSynced = refused.every(({ flags }) => flags & FLAG.readOnly)
      toast({ text: t(isSynced ? 'synced' : 'readOnly', { count: refused.length }) })
    }
    return movable
  }

  const removeOccurrence = async (item: Item) => {
    let event: EventDetail
    try {
      event = await client.fetchQuery(eventQueryOptions(String(item.id), item.occurrence))
    } catch {
      return toast({ text: t('offline') })
    }
    const scope = await new Promise<EditScope | undefined>((answer) => setQuestion({ event, answer }))
    setQuestion(null)
    if (!scope || !event.occurrence) return
    const { id, version, occurrence } = event
    await run(
      () => deleteEvent({ id, version, occurrence: { id: occurrence, scope } }, newKey()),
      t('deleted', { count: 1 }),
    )
  }

  const moveBy = (items: readonly Item[], by: number) => {
    const movable = changeableItems(items)
    if (!movable.length || !by) return
    return run(
      () => moveEvents({ events: movable.map(selectedEvent), by }, newKey()),
      t('moved', { count: movable.length }),
      (range) =>
        movable.reduce(
          (moved, { id, occurrence }) => withShift(moved, String(id), occurrence, by, 'all', viewer.timeZone),
          range,
        ),
    )
  }

  /** Copies each item into the calendar with the same index, or, if that is read-only, into the first writable one. */
  const copyInto = (items: readonly Item[], calendarIds: readonly string[], by: number) => {
    const events = items.map((item, index) => ({
      ...selectedEvent(item),
      calendarId: writableCalendar(calendarIds[index], calendars),
    }))
    return run(() => copyEvents({ events, by }, newKey()), t('copied', { count: items.length }))
  }
  const calendarIdsOf = (items: readonly Item[]) =>
    items.map(({ calendar }) => decodeCalendar(calendars[calendar]!).id)

  return {
    question,
    moveBy,
    /** Shows why an event cannot be changed. */
    async refuse(item: Item): Promise<void> {
      const isSynced = item.flags & FLAG.readOnly
      // The reason of a synced event is a part of its details. Without a connection, the request would wait for one.
      const details = eventQueryOptions(String(item.id), item.occurrence)
      const query = { ...details, networkMode: 'always', retry: false } as const
      const event = isSynced ? await client.fetchQuery(query).catch(() => undefined) : undefined
      if (event?.readOnly) toast({ text: tEvent(`readOnly.${event.readOnly}`) })
      else changeableItems([item])
    },
    async remove(items: readonly Item[]): Promise<void> {
      const movable = changeableItems(items)
      const [first] = movable
      if (!first) return
      if (movable.length === 1 && first.occurrence) return void (await removeOccurrence(first))
      await run(
        () => deleteEvents({ events: movable.map(selectedEvent) }, newKey()),
        t('deleted', { count: movable.length }),
        (range) =>
          movable.reduce(
            (remaining, { id, occurrence }) => withoutEvent(remaining, String(id), occurrence || undefined),
            range,
          ),
      )
    },
    copy: (items: readonly Item[], by: number, calendarId?: string) =>
      copyInto(items, calendarId ? items.map(() => calendarId) : calendarIdsOf(items), by),
    cutOrCopy(items: readonly Item[], isCut: boolean): void {
      const chosenItems = isCut ? changeableItems(items) : items
      if (!chosenItems.length) return
      setClipboard({ items: chosenItems, calendarIds: calendarIdsOf(chosenItems), isCut })
      toast({ text: t(isCut ? 'cutHint' : 'copyHint', { count: chosenItems.length }) })
    },
    /** Pastes so that the first event is on a day; the others keep their distance from it. */
    paste({ items, calendarIds, isCut }: CopiedEvents, day: number): void {
      const first = Math.min(...items.map(({ start }) => Math.floor(start / DAY)))
      const by = (day - first) * DAY
      if (!isCut) return void copyInto(items, calendarIds, by)
      setClipboard(null)
      moveBy(items, by)
    },
    setColor: (item: Item, color: Color | null) =>
      run(async () => {
        const { id, version } = await client.fetchQuery(eventQueryOptions(String(item.id), item.occurrence))
        return updateEvent({ id, version, patch: { color } }, newKey())
      }, t('colored')),
    undo: () => void afterSave.undoLast(),
    redo: () => void afterSave.redoLast(),
  }
}

function selectedEvent({ id, occurrence }: Item) {
  return { id: String(id), ...(occurrence && { occurrence }) }
}

/** Returns the calendar if the viewer can write it, else the first one that they can. */
function writableCalendar(id: string | undefined, calendars: readonly CalendarTuple[]): string {
  const writable = calendars.filter(canWriteTo).map(([id]) => id)
  return id !== undefined && writable.includes(id) ? id : (writable[0] ?? id ?? '')
}
