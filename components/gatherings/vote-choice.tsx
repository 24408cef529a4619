import { VOTES, type Vote } from '@/lib/calendar/gatherings/choices'
import { VoteIcon } from './vote-icon'
import styles from './voting.module.css'
import type { GatheringTranslator } from './voting-props'

/**
 * Radio buttons for the vote on one slot. A press on the chosen one takes the vote back. Within a form they are sent
 * without scripts, too.
 */
export function VoteChoice({
  name,
  label,
  vote,
  isCompact,
  t,
  onChoose,
}: {
  name: string
  /** The time of the slot, for screen readers. */
  label: string
  vote: Vote | undefined
  /** Whether the buttons are icons only, as in the table. */
  isCompact: boolean
  t: GatheringTranslator
  onChoose(vote: Vote | null): void
}) {
  return (
    <fieldset className={isCompact ? styles.compactChoice : styles.choice}>
      <legend className="visually-hidden">{label}</legend>
      {VOTES.map((option) => (
        <label key={option} className={styles[option]} title={isCompact ? t(`votes.${option}`) : undefined}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={vote === option}
            onChange={() => onChoose(option)}
            onClick={() => vote === option && onChoose(null)}
          />
          <VoteIcon vote={option} size={isCompact ? 15 : 18} />
          <span className={isCompact ? 'visually-hidden' : undefined}>{t(`votes.${option}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
