'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react'
import { useUnsaved } from '@/components/forms/unsaved'
import { useHydrated } from '@/components/ui/hydrated'
import { DAY } from '@/lib/calendar/day'
import { MAX_BALLOT_COMMENT, type Vote } from '@/lib/calendar/gatherings/choices'
import { groupSlots } from '@/lib/calendar/gatherings/group-slots'
import { unpackVotes } from '@/lib/calendar/gatherings/kept-votes'
import { wallAt } from '@/lib/calendar/zones/wall-time'
import type { ZonedDateFormat } from '@/lib/event-text/when-text'
import type { GatheringPageData } from '@/lib/schemas/gathering-page'
import { ballotToSend, ranksOf, votesOf } from './ballot'
import { VoteCards } from './vote-cards'
import { VoteTable } from './vote-table'
import { type RefusedVote, VoterFields } from './voter-fields'
import styles from './voting.module.css'
import { ZoneLine } from './zone-line'

/** How a ballot is saved: by a command, or by a form that works without scripts. */
export type Saving =
  | {
      kind: 'command'
      /** Returns whether the ballot was saved. */
      save(votes: Record<string, Vote>, comment: string): Promise<boolean>
    }
  | {
      kind: 'form'
      action: string
      idempotencyKey: string
      /** Whether the form asks for a name, since the viewer has no personal link yet. */
      isVisitor: boolean
      /** Whether the form asks for an address, to which the personal link is mailed. */
      isAddressOffered: boolean
      refused: RefusedVote | undefined
    }

/** Slots and votes: a table on wide screens, cards on phones and without scripts, and the viewer's ballot. */
export function Voting({
  page,
  format: ownFormat,
  isDeviceZone,
  now,
  saving,
}: {
  page: GatheringPageData
  /** Language and clock of the viewer; its zone is that of the gathering if the viewer's is not known yet. */
  format: ZonedDateFormat
  /** Whether times are shown in the zone of the device once it is known. */
  isDeviceZone: boolean
  /** Time at which the page was rendered. */
  now: number
  saving: Saving
}) {
  const t = useTranslations('gathering')
  const isHydrated = useHydrated()
  const formId = useId()
  const { gathering, slots, can } = page
  const own = page.participants.find(({ id }) => id === page.viewer)
  const stored = useMemo(() => (own && votesOf(own, slots)) ?? {}, [own, slots])
  const refused = saving.kind === 'form' ? saving.refused : undefined
  const [edits, setEdits] = useState<Record<string, Vote | null>>(() =>
    unpackVotes(refused?.values ?? {}, slots),
  )
  const [typedComment, setComment] = useState<string | null>(refused?.values.comment ?? null)
  const [isSaving, setSaving] = useState(false)
  const [showsOrganizerZone, setShowsOrganizerZone] = useState(false)
  const draftKey = `gathering-votes:${gathering.id}`
  useEffect(() => {
    // The cookie of a refused form does not know which votes were taken back.
    const kept = sessionStorage.getItem(draftKey)
    sessionStorage.removeItem(draftKey)
    if (refused && kept) setEdits(JSON.parse(kept))
  }, [refused, draftKey])

  const ownZone =
    isDeviceZone && isHydrated ? new Intl.DateTimeFormat().resolvedOptions().timeZone : ownFormat.timeZone
  const format = { ...ownFormat, timeZone: showsOrganizerZone ? gathering.timeZone : ownZone }
  const months = useMemo(() => groupSlots(slots, format.timeZone), [slots, format.timeZone])
  const ranks = useMemo(() => ranksOf(page), [page])
  const votes = ballotToSend(slots, stored, edits)
  const comment = typedComment ?? own?.comment ?? ''
  const canVote = can.vote || can.join
  const isChanged =
    slots.some(({ id }) => votes[id] !== stored[id]) || comment.trim() !== (own?.comment ?? '')
  const answered = slots.filter(({ id }) => votes[id]).length
  useUnsaved(isChanged && saving.kind === 'command')

  const choose = (slot: string, vote: Vote | null) => setEdits((before) => ({ ...before, [slot]: vote }))
  const refuseRest = () =>
    setEdits((before) => ({
      ...before,
      ...Object.fromEntries(slots.filter(({ id }) => !votes[id]).map(({ id }) => [id, 'no' as const])),
    }))
  const submit = async (event: FormEvent) => {
    if (saving.kind === 'form') {
      sessionStorage.setItem(draftKey, JSON.stringify(edits))
      setSaving(true)
      return
    }
    event.preventDefault()
    if (isSaving) return
    setSaving(true)
    if (await saving.save(votes, comment.trim())) {
      setEdits({})
      setComment(null)
    }
    setSaving(false)
  }
  const shared = {
    ...{ page, months, ranks, votes, canVote, format, t },
    today: Math.floor(wallAt(now, format.timeZone) / DAY),
    onChoose: choose,
  }
  return (
    <section className={styles.voting} aria-labelledby={`${formId}-title`}>
      <div className={styles.votingHead}>
        <h2 id={`${formId}-title`}>{t(canVote ? 'whenTitle' : 'slotsTitle')}</h2>
        <ZoneLine
          {...{ own: ownZone, organizer: gathering.timeZone, showsOrganizerZone, now, t }}
          isOwnKnown={!isDeviceZone || isHydrated}
          locale={format.locale}
          hasTimes={slots.some(({ span }) => span.type === 'timed')}
          onChange={setShowsOrganizerZone}
        />
      </div>
      <VoteTable {...shared} />
      <form
        id={formId}
        method="post"
        action={saving.kind === 'form' ? saving.action : undefined}
        onSubmit={(event) => void submit(event)}
        className={styles.form}
      >
        {saving.kind === 'form' && <input type="hidden" name="key" value={saving.idempotencyKey} />}
        {refused && (
          <p className="form-error" role="alert">
            {refused.text}
          </p>
        )}
        <VoteCards {...shared} />
        {canVote && slots.length > 0 && (
          <>
            <VoterFields
              isVisitor={saving.kind === 'form' && saving.isVisitor}
              isAddressOffered={saving.kind === 'form' && saving.isAddressOffered}
              refused={refused}
              comment={comment}
              maxComment={MAX_BALLOT_COMMENT}
              t={t}
              onComment={setComment}
            />
            <div className={styles.saveBar} data-in-shell={saving.kind === 'command' || undefined}>
              <p role="status">
                {isHydrated && t('answered', { count: answered, total: slots.length })}
                {isHydrated && isChanged && own?.hasVoted && <small>{t('unsaved')}</small>}
              </p>
              {isHydrated && answered > 0 && answered < slots.length && (
                <button type="button" className="button quiet" onClick={refuseRest}>
                  {t('noToRest')}
                </button>
              )}
              <button
                type="submit"
                className="button primary"
                aria-disabled={isSaving}
                disabled={saving.kind === 'command' && !isHydrated}
              >
                {t(own?.hasVoted ? 'saveChanges' : 'save')}
              </button>
            </div>
          </>
        )}
      </form>
    </section>
  )
}
