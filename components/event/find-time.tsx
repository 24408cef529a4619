'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import { DAY, HOUR, MINUTE, type WallMs } from '@/lib/calendar/day'
import { draftAt, spanOfDraft } from '@/lib/calendar/draft'
import { type BusyTime, busyDuring, suggestTimes } from '@/lib/calendar/find-time'
import { joinParts, longDay, mediumDay } from '@/lib/calendar/format'
import { fullTime } from '@/lib/calendar/format-time'
import { instantsOf } from '@/lib/calendar/span'
import { instantAt, wallAt } from '@/lib/calendar/zones/wall-time'
import styles from './find-time.module.css'
import { type ComparedPerson, useComparedPeople } from './find-time-data'
import { HourScale, PersonRow, type Stretch } from './find-time-rows'
import { Suggestions } from './find-time-suggestions'
import { keepPeopleToAsk } from './people-to-ask'
import type { SectionProps } from './sections/section-props'

/** Hours of the day that are shown, unless the event is outside of them. */
const SHOWN_HOURS = { first: 7, last: 21 }
const STEP = 15 * MINUTE

/** Shows when the guests are busy on the day of the event, moves the event, and suggests times. */
export function FindTime({ form, onChange, event, viewer, wall }: SectionProps & { wall: WallMs }) {
  const t = useTranslations('findTime')
  const track = useRef<HTMLDivElement>(null)
  const slotHandle = useRef<HTMLDivElement>(null)
  const zone = viewer.timeZone
  const { from, to } = instantsOf(spanOfDraft(form.span), zone)
  const duration = Math.max(to - from, 0)
  const [start, end] = [wallAt(from, zone), wallAt(to, zone)]
  const today = Math.floor(wall / DAY)
  const day = Math.floor(start / DAY)
  const { people, more, isLoaded, hasPeople, hasFailed } = useComparedPeople(form.attendees, {
    ...{ day, viewer, except: event?.id },
  })
  const known = people.filter(({ busy }) => busy)
  const times = known.map(({ busy }) => busy!)
  const moveTo = (instant: number) => onChange({ span: draftAt(form.span, instant, zone) })
  const moveToWall = (at: WallMs) => moveTo(instantAt(at, zone))

  const midnight = day * DAY
  const first = Math.min(SHOWN_HOURS.first, Math.floor((start - midnight) / HOUR))
  const last = Math.min(Math.max(SHOWN_HOURS.last, Math.ceil((end - midnight) / HOUR)), 24)
  /** Returns the part of the shown hours that a time covers, for the style; undefined outside of them. */
  const placeOf = (time: { start: WallMs; end: WallMs }): Stretch | undefined => {
    const length = (last - first) * HOUR
    const [begin, finish] = [time.start, time.end].map((at) =>
      Math.min(Math.max((at - midnight - first * HOUR) / length, 0), 1),
    ) as [number, number]
    return finish > begin ? { begin, length: finish - begin } : undefined
  }
  const busyNames = (time: BusyTime) => busyDuring(times, time).map((index) => known[index]!.name)
  const loading = t(hasFailed ? 'failed' : 'loading')
  const textOf = (time: BusyTime) => {
    if (!isLoaded) return loading
    const names = busyNames(time).map((name) => `\u2068${name}\u2069`)
    if (names.length) return t('busyPeople', { names: joinParts(names, viewer.locale) })
    return t(known.length < people.length ? 'knownFree' : 'everyoneFree')
  }
  const timeText = (time: BusyTime) =>
    `${fullTime(wallAt(time.from, zone), viewer)} – ${fullTime(wallAt(time.to, zone), viewer)}`

  const onKeyDown = (pressed: KeyboardEvent<HTMLElement>) => {
    const forward = getComputedStyle(pressed.currentTarget).direction === 'rtl' ? -1 : 1
    const by = {
      ...{ ArrowLeft: -forward * STEP, ArrowRight: forward * STEP, ArrowUp: STEP, ArrowDown: -STEP },
      ...{ PageUp: -DAY, PageDown: DAY },
    }[pressed.key]
    if (by === undefined) return
    pressed.preventDefault()
    moveToWall(start + by)
  }
  const onClick = (pressed: MouseEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (!box?.width) return
    const isRtl = getComputedStyle(track.current!).direction === 'rtl'
    const x = (isRtl ? box.right - pressed.clientX : pressed.clientX - box.left) / box.width
    if (x < 0 || x > 1) return
    const at = (first + x * (last - first)) * HOUR
    moveToWall(midnight + Math.floor(at / (2 * STEP)) * 2 * STEP)
  }

  // While another week loads, the slot stays, so that it keeps the focus.
  if (!hasPeople) return <p className="muted">{loading}</p>
  const slot = placeOf({ start, end: Math.max(end, start + STEP) })
  const slotStyle = { '--begin': slot?.begin, '--length': slot?.length } as React.CSSProperties
  const suggestions = suggestTimes(times, {
    ...{ at: wall, firstDay: Math.max(day, today), duration, preferred: start - midnight, zone },
  })
  return (
    <div className={styles.findTime}>
      <div className={styles.head}>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('dayBefore')}
          onClick={() => moveToWall(start - DAY)}
        >
          <ChevronLeft size={16} className="flips" aria-hidden />
        </button>
        <strong>{mediumDay(day, viewer.locale, today)}</strong>
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('dayAfter')}
          onClick={() => moveToWall(start + DAY)}
        >
          <ChevronRight size={16} className="flips" aria-hidden />
        </button>
      </div>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the slider below is moved by keys */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div className={styles.grid} onClick={onClick}>
        <HourScale first={first} last={last} text={(hour) => fullTime(hour * HOUR, viewer)} />
        {people.map((person) => (
          <PersonRow
            key={person.key}
            person={person}
            blocks={(person.busy ?? []).flatMap(
              (time) => placeOf({ start: wallAt(time.from, zone), end: wallAt(time.to, zone) }) ?? [],
            )}
            label={isLoaded ? labelOf(person, day) : person.name}
            none={isLoaded ? t('notShared') : ''}
          />
        ))}
        <div className={styles.overlay} ref={track}>
          <div
            ref={slotHandle}
            className={styles.slot}
            style={slotStyle}
            role="slider"
            tabIndex={0}
            aria-label={t('time')}
            aria-valuemin={0}
            aria-valuemax={DAY / MINUTE}
            aria-valuenow={(start - midnight) / MINUTE}
            aria-valuetext={joinParts(
              [longDay(day, viewer.locale), timeText({ from, to }), textOf({ from, to })],
              viewer.locale,
            )}
            data-busy={busyNames({ from, to }).length ? '' : undefined}
            onKeyDown={onKeyDown}
          />
        </div>
      </div>
      <p className={styles.result} role="status">
        {timeText({ from, to })}: {textOf({ from, to })}
      </p>
      <Link
        href={`/gatherings/new?title=${encodeURIComponent(form.title)}`}
        prefetch={false}
        // The editor stays open; `opener` copies what is kept for the new tab.
        target="_blank"
        rel="opener"
        className={`button quiet ${styles.ask}`}
        onClick={() => keepPeopleToAsk(form.attendees)}
      >
        {t('askEveryone')}
      </Link>
      {more > 0 && <p className="muted">{t('more', { count: more })}</p>}
      {isLoaded && (
        <Suggestions
          suggestions={suggestions}
          chosen={from}
          textOf={(time) => ({
            day: mediumDay(Math.floor(wallAt(time.from, zone) / DAY), viewer.locale, today),
            time: timeText(time),
            people: textOf(time),
          })}
          onChoose={(instant) => {
            moveTo(instant)
            // The suggestions change with the day; the slot says when it is now, and who is busy.
            slotHandle.current?.focus()
          }}
        />
      )}
    </div>
  )

  function labelOf({ name, busy }: ComparedPerson, shownDay: number): string {
    if (!busy) return joinParts([name, t('notShared')], viewer.locale)
    const onDay = busy.filter(
      (time) => wallAt(time.from, zone) < (shownDay + 1) * DAY && wallAt(time.to, zone) > shownDay * DAY,
    )
    const texts = onDay.map((time) => t('busyAt', { time: timeText(time) }))
    return joinParts([name, ...(texts.length ? texts : [t('freeAllDay')])], viewer.locale)
  }
}
