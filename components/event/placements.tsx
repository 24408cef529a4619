'use client'

import { Layers } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { newKey } from '@/components/forms/once'
import { refusalText } from '@/components/forms/refusal-text'
import type { useAfterSave } from '@/components/live/after-save'
import { toast } from '@/components/ui/toast'
import { placeEvent, unplaceEvent, unplaceFromHiddenCalendars } from '@/lib/actions/events'
import type { DetailLevel } from '@/lib/calendar/shown-as'
import type { CalendarTuple } from '@/lib/calendar/tuple'
import { DETAIL_LEVELS } from '@/lib/schemas/choices'
import type { EventDetail } from '@/lib/schemas/event-detail'
import styles from './event.module.css'
import placementsStyles from './placements.module.css'

/** The other calendars that show the event, and their level of detail. Editors can change them. */
export function Placements({
  event,
  calendars,
  afterSave,
}: {
  event: EventDetail
  calendars: CalendarTuple[]
  afterSave: ReturnType<typeof useAfterSave>
}) {
  const t = useTranslations('event')
  const [placements, setPlacements] = useState(event.placements)
  const [hiddenPlacements, setHiddenPlacements] = useState(event.hiddenPlacements)
  const [isChoosing, setChoosing] = useState(false)
  const detailIn = (id: string) => placements.find(({ calendarId }) => calendarId === id)?.detail
  const others = calendars.filter(([id]) => id !== event.calendarId)
  const selectable = others.filter(([id, , , level]) => event.placeable && (level >= 3 || detailIn(id)))

  const choose = async (calendar: string, detail: DetailLevel | 'none') => {
    const before = placements
    const otherPlacements = placements.filter(({ calendarId }) => calendarId !== calendar)
    setPlacements(
      detail === 'none' ? otherPlacements : [...otherPlacements, { calendarId: calendar, detail }],
    )
    const ids = { event: event.id, calendar }
    const response = await (detail === 'none'
      ? unplaceEvent(ids, newKey())
      : placeEvent({ ...ids, detail }, newKey())
    ).catch(() => null)
    if (response?.ok) return afterSave(response, t('placed'))
    setPlacements(before)
    toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
  }

  const withdraw = async () => {
    setHiddenPlacements(0)
    const response = await unplaceFromHiddenCalendars({ event: event.id }, newKey()).catch(() => null)
    // No undo: only users who see those calendars could undo it.
    if (response?.ok) return afterSave({ ...response, changeset: null }, t('withdrawn'))
    setHiddenPlacements(hiddenPlacements)
    toast({ text: await refusalText(response, t(response ? 'notSaved' : 'offline')) })
  }

  if (!placements.length && !selectable.length && !hiddenPlacements) return null
  return (
    <div className={`${styles.eventLine} ${placementsStyles.placements}`}>
      <Layers size={16} aria-hidden />
      {isChoosing ? (
        <fieldset>
          <legend>{t('alsoIn')}</legend>
          <p className="muted">{t('alsoInHint')}</p>
          <ul>
            {selectable.map(([id, name, color]) => (
              <li key={id}>
                <span className={`dot c-${color}`} aria-hidden="true" />
                <span className="grow" dir="auto">
                  {name}
                </span>
                <select
                  className="input"
                  aria-label={t('placeIn', { calendar: name })}
                  value={detailIn(id) ?? 'none'}
                  onChange={({ target }) => void choose(id, target.value as DetailLevel | 'none')}
                >
                  {(['none', ...DETAIL_LEVELS] as const).map((detail) => (
                    <option key={detail} value={detail}>
                      {t(`details.${detail}`)}
                    </option>
                  ))}
                </select>
              </li>
            ))}
          </ul>
        </fieldset>
      ) : (
        <div>
          {others.flatMap(([id, calendar]) => {
            const detail = detailIn(id)
            return detail ? [<p key={id}>{t('alsoShown', { calendar, how: detail })}</p>] : []
          })}
          {hiddenPlacements > 0 && (
            <>
              <p>{t('hiddenPlacements', { count: hiddenPlacements })}</p>
              <button type="button" className="button quiet" onClick={() => void withdraw()}>
                {t('withdraw')}
              </button>
            </>
          )}
          {selectable.length > 0 && (
            <button type="button" className="button quiet" onClick={() => setChoosing(true)}>
              {t('placeEvent')}
            </button>
          )}
        </div>
      )}
    </div>
  )
}
