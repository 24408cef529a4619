'use client'
'use no memo'

import { useTranslations } from 'next-intl'
import { type ComponentProps, type RefObject, Suspense } from 'react'
import type { NewEvent } from '@/components/event/new-event'
import type { Live } from '@/components/live/live'
import { LoadBoundary } from '@/components/shell/later'
import { takeBufferedText } from '@/components/ui/keystroke-buffer'
import { toast } from '@/components/ui/toast'
import { dayOf, type WallMs } from '@/lib/calendar/day'
import type { CalendarTuple, Item } from '@/lib/calendar/tuple'
import type { Viewer } from '@/lib/schemas/users'
import type { CalendarRoute } from './calendar-route'
import type { ScopeQuestion } from './mover'
import { dialogSubject, type OpenDialog, openItem } from './open-dialog'
import {
  DateJump,
  DayDialog,
  EventDialog,
  QuickCreate,
  ScopeDialog,
  ShortcutsDialog,
  SideDrawer,
} from './parts'
import type { SideBar } from './side-bar'

/** The dialogs of the calendar page. Each is loaded when it first opens. */
export function CalendarDialogs({
  open,
  setOpen,
  question,
  route,
  sideBar,
  items,
  calendars,
  viewer,
  wall,
  live,
  title,
  onGo,
  onCreate,
}: {
  open: OpenDialog
  setOpen(open: OpenDialog): void
  /** The question of a move that waits for an answer. */
  question: ScopeQuestion | null
  route: CalendarRoute
  sideBar: ComponentProps<typeof SideBar>
  items: Item[]
  calendars: CalendarTuple[]
  viewer: Viewer
  wall: WallMs
  live: Live
  /** The button of the view's title. */
  title: RefObject<HTMLElement | null>
  onGo(day: number): void
  /** Opens the editor for a new event; undefined if the viewer can write in no calendar. */
  onCreate: ((kind: 'quick' | 'new', event: NewEvent) => void) | undefined
}) {
  const t = useTranslations('calendar')
  const close = () => setOpen(null)
  const onNotLoaded = () => {
    takeBufferedText()
    close()
    question?.answer()
    toast({ text: t('partNotLoaded') })
  }
  return (
    <LoadBoundary onFail={onNotLoaded}>
      <Suspense>
        {open?.kind === 'side' && <SideDrawer {...sideBar} onClose={close} />}
        {open?.kind === 'jump' && (
          <DateJump
            title={title.current}
            route={route}
            viewer={viewer}
            wall={wall}
            onGo={onGo}
            onClose={close}
          />
        )}
        {open?.kind === 'shortcuts' && <ShortcutsDialog onClose={close} />}
        {open?.kind === 'day' && (
          <DayDialog
            day={open.day}
            items={items}
            calendars={calendars}
            viewer={viewer}
            onClose={close}
            onOpen={(item) => openItem(item, setOpen)}
            onCreate={onCreate && (() => onCreate('quick', { day: dayOf(open.day) }))}
          />
        )}
      </Suspense>
      {/* A separate boundary: a shared one would keep the list of a day while this code loads, and the list, when it is
          removed, would then close this dialog. */}
      <Suspense>
        {(open?.kind === 'event' || open?.kind === 'new' || open?.kind === 'busy') && (
          <EventDialog
            key={open.kind === 'new' ? open.day : `${open.item.id} ${open.item.occurrence}`}
            subject={dialogSubject(open)}
            calendars={calendars}
            viewer={viewer}
            wall={wall}
            live={live}
            onClose={close}
          />
        )}
        {open?.kind === 'quick' && (
          <QuickCreate
            event={open}
            items={items}
            calendars={calendars}
            viewer={viewer}
            wall={wall}
            live={live}
            onMore={(event) => onCreate?.('new', event)}
            onClose={close}
          />
        )}
        {question && (
          <ScopeDialog
            event={question.event}
            change={question.change}
            viewer={viewer}
            onChoose={question.answer}
            onCancel={() => question.answer()}
          />
        )}
      </Suspense>
    </LoadBoundary>
  )
}
