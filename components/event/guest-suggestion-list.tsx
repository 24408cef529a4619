import { useTranslations } from 'next-intl'
import { Avatar } from '@/components/ui/avatar'
import { guestName } from '@/lib/calendar/guest-list'
import styles from './guest-field.module.css'
import type { GuestSuggestion } from './guest-suggestions'

/** The listbox of the guest field. The input keeps the focus and handles the keys. */
export function GuestSuggestions({
  id,
  suggestions,
  active,
  onChoose,
}: {
  id: string
  suggestions: readonly GuestSuggestion[]
  active: number
  onChoose(guest: GuestSuggestion): void
}) {
  const t = useTranslations('eventEditor.guestField')
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('suggestions')}
      className={styles.suggestions}
      hidden={!suggestions.length}
    >
      {suggestions.map((guest, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys
        <div
          key={`${guest.kind} ${guest.kind === 'address' ? guest.email : guest.id}`}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          // Keeps the focus in the input.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(guest)}
        >
          <Suggestion guest={guest} />
        </div>
      ))}
    </div>
  )
}

function Suggestion({ guest }: { guest: GuestSuggestion }) {
  const t = useTranslations('eventEditor.guestField')
  if (guest.kind === 'address') {
    return (
      <>
        <Avatar id={guest.email} name={guestName(guest)} />
        <span dir="auto">{guest.name ?? guest.email}</span>
        {guest.name && <small dir="ltr">{guest.email}</small>}
      </>
    )
  }
  return (
    <>
      {guest.kind === 'person' ? <Avatar {...guest} /> : <Avatar id={guest.id} name={guest.name} />}
      <span dir="auto">{guest.name}</span>
      {guest.kind === 'group' && <small>{t('group')}</small>}
    </>
  )
}
