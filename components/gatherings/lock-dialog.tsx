'use client'

import { Star, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useMemo, useState } from 'react'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { FormError } from '@/components/forms/submit-row'
import type { Live } from '@/components/live/live'
import { Dialog } from '@/components/ui/dialog'
import { SelectField, Switch } from '@/components/ui/field'
import { toast } from '@/components/ui/toast'
import { lockGathering } from '@/lib/actions/gatherings'
import { DAY } from '@/lib/calendar/day'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import { formatWhen } from '@/lib/event-text/when-text'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import { ranksOf } from './ballot'
import styles from './gatherings.module.css'
import { useUndoAction } from './use-commands'
import { Totals } from './vote-cards'
import type { TargetCalendar } from './voting-props'

/** Number of slots that are listed until the organizer expands the list. */
const SHOWN_SLOTS = 12

/** Chooses the slot, best first, and the calendar in which the event is created. An event that exists is moved. */
export function LockDialog({
  page,
  viewer,
  now,
  calendars,
  live,
  onChanged,
  onClose,
}: {
  page: GatheringPageData
  viewer: Viewer
  now: number
  calendars: readonly TargetCalendar[]
  live: Live
  onChanged(): Promise<void>
  onClose(): void
}) {
  const t = useTranslations('gathering')
  const event = useTranslations('event')
  const { button, form, submit, formError } = useSubmit()
  const undoAction = useUndoAction(live, onChanged)
  const { gathering, slots } = page
  const today = Math.floor(wallAt(now, viewer.timeZone) / DAY)
  const ranked = useMemo(() => {
    const ranks = ranksOf(page)
    return ranks
      ? [...ranks.values()].map((rank) => ({ rank, slot: slots.find(({ id }) => id === rank.id)! }))
      : slots.map((slot) => ({ slot, rank: undefined }))
  }, [page, slots])
  const [slot, setSlot] = useState(ranked[0]?.slot.id ?? '')
  const [calendar, setCalendar] = useState(
    calendars.find(([id]) => id === gathering.calendarId)?.[0] ?? calendars[0]?.[0] ?? '',
  )
  const [inviteAll, setInviteAll] = useState(false)
  const [showsAll, setShowsAll] = useState(false)
  const [key] = useState(newKey)
  const nameOf = (participant: string) =>
    page.participants.find(({ id }) => id === participant)?.name ?? t('formerMember')
  const missing = ranked.find((entry) => entry.slot.id === slot)?.rank?.missing ?? []
  const onSubmit = (submitted: FormEvent) => {
    submitted.preventDefault()
    void submit(
      () => lockGathering({ gathering: gathering.id, slot, calendar, inviteAll }, key),
      async ({ seqs, changeset }) => {
        live.markSeen(seqs)
        onClose()
        toast({ text: t(gathering.event ? 'moved' : 'locked'), ...undoAction(changeset) })
        await onChanged()
      },
    )
  }
  return (
    <Dialog label={t('chooseTime')} onClose={onClose}>
      <div className="dialog-head">
        <h2>{t('chooseTime')}</h2>
        <button type="button" className="button quiet icon" aria-label={t('close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </div>
      <form {...form} className={styles.lockForm} onSubmit={onSubmit}>
        <fieldset className={styles.lockSlots}>
          <legend className="label">{t('time')}</legend>
          {ranked.slice(0, showsAll ? undefined : SHOWN_SLOTS).map(({ slot: { id, span }, rank }) => (
            <label key={id}>
              <input type="radio" name="slot" checked={slot === id} onChange={() => setSlot(id)} />
              <span className={styles.lockWhen}>{formatWhen(span, viewer, today, event)}</span>
              {rank?.rank === 1 && <Star size={13} role="img" aria-label={t('best')} />}
              {rank && <Totals yes={rank.yes} ifNeedBe={rank.ifNeedBe} no={rank.no} t={t} />}
            </label>
          ))}
          {!showsAll && ranked.length > SHOWN_SLOTS && (
            <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
              {t('moreSlots', { count: ranked.length - SHOWN_SLOTS })}
            </button>
          )}
        </fieldset>
        {missing.length > 0 && (
          <p className="notice">{t('missing', { names: missing.map(nameOf).join(', ') })}</p>
        )}
        {!gathering.event && (
          <SelectField
            label={t('calendar')}
            value={calendar}
            options={calendars}
            onChange={({ target }) => setCalendar(target.value)}
          />
        )}
        <Switch
          label={t('inviteAll')}
          checked={inviteAll}
          onChange={({ target }) => setInviteAll(target.checked)}
        />
        <p className="hint">{t(gathering.event ? 'moveHint' : 'lockHint')}</p>
        <FormError error={formError()} />
        <div className="row-end">
          <button type="button" className="button" onClick={onClose}>
            {t('close')}
          </button>
          <button type="submit" className="button primary" {...button}>
            {t(gathering.event ? 'move' : 'lock')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
