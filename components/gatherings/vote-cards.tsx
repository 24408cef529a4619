import { Star } from 'lucide-react'
import { useState } from 'react'
import { DAY } from '@/lib/calendar/day'
import { dateNumber, formatWall, monthTitle } from '@/lib/calendar/format'
import { VOTES } from '@/lib/calendar/gatherings/choices'
import { type ShownSlot, sliceSlots, slotsOf } from '@/lib/calendar/gatherings/group-slots'
import type { SlotRank } from '@/lib/calendar/gatherings/rank-slots'
import type { GatheringSlot } from '@/lib/schemas/gathering-page'
import { voteAt } from './ballot'
import { formatSlotLabel, formatSlotTime } from './slot-text'
import { VoteChoice } from './vote-choice'
import { VoteIcon } from './vote-icon'
import styles from './voting.module.css'
import type { VotingProps } from './voting-props'

/** Number of slots that are shown at first, and added by "Show more". */
const CARDS_AT_ONCE = 100

/**
 * The slots as cards, each with large buttons: for phones, and for browsers without scripts, which show all slots at
 * once.
 */
export function VoteCards(props: VotingProps) {
  const { page, months, votes, canVote, t } = props
  const [count, setCount] = useState(CARDS_AT_ONCE)
  const rest = sliceSlots(months, count)
  return (
    <div className={styles.cards}>
      <Months {...props} months={sliceSlots(months, 0, count)} />
      {rest.length > 0 && (
        <>
          {canVote &&
            // The form sends the votes for slots that are not shown, too. Without scripts, the buttons after them win.
            slotsOf(rest).map(
              ({ slot: { id } }) =>
                votes[id] && <input key={id} type="hidden" name={`vote-${id}`} value={votes[id]} />,
            )}
          <noscript>
            <Months {...props} months={rest} />
          </noscript>
          <button
            type="button"
            className={`button ${styles.moreCards}`}
            onClick={() => setCount(count + CARDS_AT_ONCE)}
          >
            {t('moreTimes', { count: page.slots.length - count })}
          </button>
        </>
      )}
      {!months.length && <p className="muted">{t('noSlots')}</p>}
    </div>
  )
}

function Months(props: VotingProps) {
  const { months, format } = props
  return (
    <>
      {months.map(({ month, days }) => (
        <section key={month} aria-label={monthTitle(month, format.locale)}>
          <h3 className={styles.monthTitle}>{monthTitle(month, format.locale)}</h3>
          <ul>
            {days.map(({ day, slots }) =>
              slots.map((shown) => <Card key={shown.slot.id} {...props} shown={shown} day={day} />),
            )}
          </ul>
        </section>
      ))}
    </>
  )
}

function Card({
  shown,
  day,
  page,
  ranks,
  votes,
  canVote,
  format,
  today,
  t,
  onChoose,
}: VotingProps & { shown: ShownSlot<GatheringSlot>; day: number }) {
  const { slot } = shown
  const rank = ranks?.get(slot.id)
  const isLocked = page.gathering.lockedSlot === slot.id
  const isBest = rank?.rank === 1
  return (
    <li className={styles.card} data-best={isBest || undefined} data-locked={isLocked || undefined}>
      <div className={styles.cardHead}>
        <div className={styles.date} aria-hidden="true">
          <small>{formatWall(day * DAY, format.locale, { weekday: 'short' })}</small>
          <strong>{dateNumber(day, format.locale)}</strong>
        </div>
        <div className={styles.cardTime}>
          <p>
            <span aria-hidden="true">{formatSlotTime(shown, format, today, t('allDay'))}</span>
            <span className="visually-hidden">{formatSlotLabel(shown, format, today, t('allDay'))}</span>
          </p>
          {(isLocked || isBest) && (
            <p className={styles.best}>
              <Star size={12} aria-hidden /> {t(isLocked ? 'chosen' : 'best')}
            </p>
          )}
        </div>
        {hasVotes(rank) && <Totals yes={rank.yes} ifNeedBe={rank.ifNeedBe} no={rank.no} t={t} />}
      </div>
      {canVote && (
        <VoteChoice
          name={`vote-${slot.id}`}
          label={formatSlotLabel(shown, format, today, t('allDay'))}
          vote={votes[slot.id]}
          isCompact={false}
          t={t}
          onChoose={(vote) => onChoose(slot.id, vote)}
        />
      )}
      <Voters slot={slot.id} page={page} t={t} />
    </li>
  )
}

/** Returns whether someone voted for a slot. */
export function hasVotes(rank: SlotRank | undefined): rank is SlotRank {
  return rank !== undefined && rank.yes + rank.ifNeedBe + rank.no > 0
}

/** Number of votes of each kind. */
export function Totals({
  yes,
  ifNeedBe,
  no,
  t,
}: {
  yes: number
  ifNeedBe: number
  no: number
  t: VotingProps['t']
}) {
  const counts = { yes, 'if-need-be': ifNeedBe, no }
  return (
    <span className={styles.totals}>
      {VOTES.map((vote) => (
        <span key={vote} className={styles[vote]} data-none={counts[vote] === 0 || undefined}>
          <VoteIcon vote={vote} size={13} />
          <span className="visually-hidden">{t(`votes.${vote}`)}:</span> {counts[vote]}
        </span>
      ))}
    </span>
  )
}

/** Number of names that are in the page before the list is opened. */
const MAX_NAMES_AT_ONCE = 300

/** A list that opens, of those who voted for the slot. Names of many people are inserted once it is open. */
function Voters({ slot, page, t }: { slot: string; page: VotingProps['page']; t: VotingProps['t'] }) {
  const [isOpen, setOpen] = useState(false)
  const index = page.slots.findIndex(({ id }) => id === slot)
  const known = page.participants.flatMap((participant) => {
    const vote = voteAt(participant, index)
    return vote && participant.id !== page.viewer ? [{ ...participant, vote }] : []
  })
  if (!known.length) return null
  const isShown = isOpen || page.slots.length * page.participants.length <= MAX_NAMES_AT_ONCE
  return (
    <details className={styles.voters} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('whoVoted', { count: known.length })}</summary>
      {isShown && (
        <ul>
          {VOTES.flatMap((vote) =>
            known
              .filter((participant) => participant.vote === vote)
              .map(({ id, name }) => (
                <li key={id} className={styles[vote]}>
                  <VoteIcon vote={vote} size={14} />
                  <span className="visually-hidden">{t(`votes.${vote}`)}:</span>{' '}
                  <bdi>{name ?? t('formerMember')}</bdi>
                </li>
              )),
          )}
        </ul>
      )}
    </details>
  )
}
