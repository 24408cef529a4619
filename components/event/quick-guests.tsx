import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { useHasPainted } from '@/components/ui/painted'
import { personKey, withParticipants } from '@/lib/calendar/participant'
import { AddedGuests } from './added-guests'
import type { EventForm } from './form-state'
import { GuestField } from './guest-field'
import styles from './quick-editor.module.css'

interface QuickGuestsProps {
  form: EventForm
  locale: string
  error: string | undefined
  onChange(fields: Partial<EventForm>): void
}

/** The guests of a new event, and the field that adds them. */
export function QuickGuests(props: QuickGuestsProps) {
  const hasPainted = useHasPainted()
  return <div className={styles.guests}>{hasPainted && <Guests {...props} />}</div>
}

function Guests({ form, locale, error, onChange }: QuickGuestsProps) {
  const t = useTranslations('quick')
  const editor = useTranslations('eventEditor')
  const { attendees } = form
  // The form may change while the members of a group are loaded.
  const latest = useRef(form)
  useEffect(() => {
    latest.current = form
  })
  return (
    <>
      <AddedGuests
        guests={attendees}
        label={editor('guests')}
        onRemove={(guest) =>
          onChange({ attendees: attendees.filter((other) => personKey(other) !== personKey(guest)) })
        }
      />
      <GuestField
        guests={attendees}
        error={error}
        locale={locale}
        placeholder={t('addGuests')}
        onAdd={(people) => onChange({ attendees: withParticipants(latest.current.attendees, people) })}
        onAddGroup={(_, members) =>
          onChange({ attendees: withParticipants(latest.current.attendees, members) })
        }
      />
    </>
  )
}
