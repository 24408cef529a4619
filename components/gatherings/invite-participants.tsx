'use client'

import { Star, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { GuestField } from '@/components/event/guest-field'
import { newKey } from '@/components/forms/once'
import { useSubmit } from '@/components/forms/submit'
import { SubmitRow } from '@/components/forms/submit-row'
import type { Live } from '@/components/live/live'
import { toast } from '@/components/ui/toast'
import { inviteParticipants } from '@/lib/actions/gatherings'
import { guestName } from '@/lib/calendar/guest-list'
import { type Participant, personKey } from '@/lib/calendar/participant'
import type { GatheringParticipant } from '@/lib/schemas/gathering-page'
import type { Viewer } from '@/lib/schemas/users'
import styles from './gatherings.module.css'

/** Returns a person as commands take them: the id of an account, or an address with a name. */
export function toInvited({ userId, email, name }: Participant) {
  return userId ?? { email: email!, ...(name && { name }) }
}

/** A person to invite. */
export interface Invitee extends Participant {
  /** Whether the time must suit the person. */
  isRequired?: boolean
}

/** Returns the ids and addresses of required people, as commands take them. */
export function requiredOf(people: readonly Invitee[]): string[] {
  return people.flatMap(({ isRequired, userId, email }) => (isRequired && (userId ?? email)) || [])
}

/** People to invite: chosen by name, or typed as addresses. */
export function PeopleToInvite({
  people,
  invited,
  viewer,
  error,
  onChange,
}: {
  people: Invitee[]
  /** People who take part already. */
  invited: readonly Participant[]
  viewer: Viewer
  error?: string | undefined
  onChange(people: Invitee[]): void
}) {
  const t = useTranslations('gathering')
  const own = viewer.id
  const add = (added: Participant[]) => onChange([...people, ...added.filter(({ userId }) => userId !== own)])
  return (
    <div className={styles.invitees}>
      <GuestField
        guests={[...invited, ...people]}
        error={error}
        locale={viewer.locale}
        onAdd={add}
        onAddGroup={(_, members) => {
          const known = new Set([...invited, ...people].map(personKey))
          add(members.filter((member) => !known.has(personKey(member))))
        }}
      />
      {people.length > 0 && (
        <ul className={styles.chips}>
          {people.map((person) => (
            <li key={personKey(person)}>
              <bdi>{guestName(person)}</bdi>
              <button
                type="button"
                aria-pressed={person.isRequired ?? false}
                aria-label={t('requiredOf', { name: guestName(person) })}
                title={t('required')}
                onClick={() =>
                  onChange(
                    people.map((other) =>
                      other === person ? { ...person, isRequired: !person.isRequired } : other,
                    ),
                  )
                }
              >
                <Star size={14} aria-hidden />
              </button>
              <button
                type="button"
                aria-label={t('removeOf', { name: guestName(person) })}
                onClick={() => onChange(people.filter((other) => other !== person))}
              >
                <X size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Invites people to a gathering. */
export function InviteParticipants({
  gathering,
  invited,
  viewer,
  live,
  undoAction,
  onChanged,
  onClose,
}: {
  gathering: string
  invited: readonly GatheringParticipant[]
  viewer: Viewer
  live: Live
  /** Returns the button of a toast which undoes a command. */
  undoAction(changeset: string | null): { action?: { label: string; run(): void } }
  onChanged(): Promise<void>
  onClose(): void
}) {
  const t = useTranslations('gathering')
  const { button, submit, formError } = useSubmit()
  const [people, setPeople] = useState<Invitee[]>([])
  const [key] = useState(newKey)
  const send = () =>
    submit(
      () =>
        inviteParticipants(
          { gathering, participants: people.map(toInvited), required: requiredOf(people) },
          key,
        ),
      async ({ seqs, changeset }) => {
        live.markSeen(seqs)
        toast({ text: t('invited', { count: people.length }), ...undoAction(changeset) })
        onClose()
        await onChanged()
      },
    )
  return (
    <div className="card stack">
      <PeopleToInvite people={people} invited={invited} viewer={viewer} onChange={setPeople} />
      <SubmitRow error={formError()}>
        <button type="button" className="button" onClick={onClose}>
          {t('close')}
        </button>
        <button
          type="button"
          className="button primary"
          {...button}
          disabled={button.disabled || !people.length}
          onClick={() => void send()}
        >
          {t('invite')}
        </button>
      </SubmitRow>
    </div>
  )
}
