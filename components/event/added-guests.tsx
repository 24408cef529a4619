import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { guestName } from '@/lib/calendar/guest-list'
import { type Participant, personKey } from '@/lib/calendar/participant'
import styles from './guest-field.module.css'

/** Guests, each with a button to remove them. `label` names the list, by default as guests without an account. */
export function AddedGuests({
  guests,
  label,
  onRemove,
}: {
  guests: readonly Participant[]
  label?: string
  onRemove(guest: Participant): void
}) {
  const t = useTranslations('eventEditor.guestField')
  if (!guests.length) return null
  return (
    <ul className={styles.added} aria-label={label ?? t('addresses')}>
      {guests.map((guest) => (
        <li key={personKey(guest)} title={guest.email ?? undefined}>
          <Avatar id={personKey(guest)} name={guestName(guest)} />
          <span dir="auto">{guestName(guest)}</span>
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('remove', { name: guest.email ?? guestName(guest) })}
            onClick={() => onRemove(guest)}
          >
            <X size={14} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  )
}
