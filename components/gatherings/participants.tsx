'use client'

import { Bell, Check, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Suspense, useState } from 'react'
import { newKey } from '@/components/forms/once'
import type { Live } from '@/components/live/live'
import { LoadBoundary, later } from '@/components/shell/later'
import { Avatar } from '@/components/ui/avatar'
import { Confirm } from '@/components/ui/confirm'
import { useHydrated } from '@/components/ui/hydrated'
import { toast } from '@/components/ui/toast'
import { changeParticipant, remindParticipants, removeParticipants } from '@/lib/actions/gatherings'
import type { GatheringPageData, GatheringParticipant } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import styles from './gatherings.module.css'
import { useCommands, useUndoAction } from './use-commands'

const InviteParticipants = later(
  () => import('./invite-participants').then((all) => all.InviteParticipants),
  ['eventEditor', 'errors'],
)

/** Number of people that are listed until the viewer expands the list. */
const SHOWN_PEOPLE = 30

/** Lists who has voted and who has not. The organizer can invite and remove people, and mark them as required. */
export function Participants({
  page,
  viewer,
  live,
  onChanged,
}: {
  page: GatheringPageData
  viewer: Viewer
  live: Live
  onChanged(): Promise<void>
}) {
  const t = useTranslations('gathering')
  const isHydrated = useHydrated()
  const { run, isBusy } = useCommands(live, onChanged)
  const undoAction = useUndoAction(live, onChanged)
  const [isInviting, setInviting] = useState(false)
  const [showsAll, setShowsAll] = useState(false)
  const { gathering, participants, participantCount, can } = page
  const waiting = participants.filter(({ hasVoted }) => hasVoted === false)
  if (!can.write && (gathering.participantsHidden || !participants.length)) return null
  const isOpen = can.write && gathering.status === 'draft'
  const remind = async () => {
    const response = await run(() => remindParticipants({ gathering: gathering.id }))
    if (response?.ok) toast({ text: t('reminded', { count: response.result.count }) })
  }
  const shown = [...waiting, ...participants.filter(({ hasVoted }) => hasVoted !== false)]
  return (
    <section className={styles.section} aria-labelledby="participants">
      <div className={styles.sectionHead}>
        <h2 id="participants">{t('participants', { count: participantCount })}</h2>
        {isOpen && waiting.some(({ userId }) => userId !== viewer.id) && (
          <button
            type="button"
            className="button"
            disabled={!isHydrated || isBusy}
            onClick={() => void remind()}
          >
            <Bell size={16} aria-hidden /> {t('remind')}
          </button>
        )}
        {isOpen && !isInviting && (
          <button type="button" className="button" disabled={!isHydrated} onClick={() => setInviting(true)}>
            {t('invite')}
          </button>
        )}
      </div>
      {participantCount > 0 && (
        <p className="muted">
          {waiting.length ? t('waitingFor', { count: waiting.length }) : t('everyoneVoted')}
        </p>
      )}
      {isInviting && (
        <LoadBoundary onFail={() => setInviting(false)}>
          <Suspense>
            <InviteParticipants
              gathering={gathering.id}
              invited={participants}
              viewer={viewer}
              live={live}
              undoAction={undoAction}
              onChanged={onChanged}
              onClose={() => setInviting(false)}
            />
          </Suspense>
        </LoadBoundary>
      )}
      <ul className={styles.people}>
        {shown.slice(0, showsAll ? undefined : SHOWN_PEOPLE).map((participant) => (
          <Row key={participant.id} {...{ participant, page, live, onChanged }} />
        ))}
      </ul>
      {!showsAll && shown.length > SHOWN_PEOPLE && (
        <button type="button" className="button quiet" onClick={() => setShowsAll(true)}>
          {t('moreParticipants', { count: shown.length - SHOWN_PEOPLE })}
        </button>
      )}
    </section>
  )
}

function Row({
  participant,
  page,
  live,
  onChanged,
}: {
  participant: GatheringParticipant
  page: GatheringPageData
  live: Live
  onChanged(): Promise<void>
}) {
  const t = useTranslations('gathering')
  const { run, isBusy } = useCommands(live, onChanged)
  const [isRemoving, setRemoving] = useState(false)
  const { id, userId, image, color, isRequired, hasVoted, email } = participant
  const gathering = page.gathering.id
  const name = participant.name ?? t('formerMember')
  if (isRemoving) {
    return (
      <li>
        <Confirm
          question={t('removeQuestion', { name })}
          yes={t('remove')}
          no={t('keep')}
          onYes={() => {
            setRemoving(false)
            void run(
              () => removeParticipants({ gathering, participants: [id] }, newKey()),
              t('removed', { name }),
            )
          }}
          onNo={() => setRemoving(false)}
        />
      </li>
    )
  }
  return (
    <li>
      <Avatar id={userId ?? id} name={name} image={image} color={color} />
      <span className={styles.personName}>
        <bdi>{name}</bdi>
        {email && email !== name && <small dir="ltr">{email}</small>}
      </span>
      {page.can.write ? (
        <label className={styles.require}>
          <input
            type="checkbox"
            checked={isRequired}
            disabled={isBusy}
            onChange={({ target }) =>
              void run(() => changeParticipant({ gathering, participant: id, isRequired: target.checked }))
            }
          />
          <span aria-hidden="true">{t('required')}</span>
          <span className="visually-hidden">{t('requiredOf', { name })}</span>
        </label>
      ) : (
        isRequired && <small>{t('required')}</small>
      )}
      <small className={hasVoted ? styles.voted : undefined}>
        {hasVoted && <Check size={14} aria-hidden />} {t(hasVoted ? 'hasVoted' : 'notVoted')}
      </small>
      {page.can.write && (
        <button
          type="button"
          className="button quiet icon"
          aria-label={t('removeOf', { name })}
          title={t('remove')}
          disabled={isBusy}
          onClick={() => setRemoving(true)}
        >
          <Trash2 size={16} aria-hidden />
        </button>
      )}
    </li>
  )
}
