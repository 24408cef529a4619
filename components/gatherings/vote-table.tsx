import { Star } from 'lucide-react'
import { memo, useMemo, useState } from 'react'
import { Avatar } from '@/components/ui/avatar'
import { DAY } from '@/lib/calendar/day'
import { formatWall, monthTitle } from '@/lib/calendar/format'
import { type ShownSlot, sliceSlots, slotsOf } from '@/lib/calendar/gatherings/group-slots'
import type { GatheringParticipant, GatheringSlot } from '@/lib/schemas/gathering-page'
import { votesOf } from './ballot'
import { formatSlotLabel, formatSlotTime } from './slot-text'
import { hasVotes, Totals } from './vote-cards'
import { VoteChoice } from './vote-choice'
import { VoteIcon } from './vote-icon'
import styles from './voting.module.css'
import type { VotingProps } from './voting-props'

/** Number of participants who are shown at first, and added by "Show more". */
const ROWS_AT_ONCE = 40

/** Number of slots that are shown at first, and added by "Show more". */
const COLUMNS_AT_ONCE = 100

/** The slots as columns and the participants as rows, the viewer first. Head and names stay in view. */
export function VoteTable(props: VotingProps) {
  const { page, ranks, votes, canVote, format, today, t, onChoose } = props
  const [rows, setRows] = useState(ROWS_AT_ONCE)
  const [count, setCount] = useState(COLUMNS_AT_ONCE)
  const months = useMemo(() => sliceSlots(props.months, 0, count), [props.months, count])
  const columns = useMemo(() => slotsOf(months), [months])
  const others = page.participants.filter(({ id }) => id !== page.viewer)
  const own = page.participants.find(({ id }) => id === page.viewer)
  const stateOf = (slot: string) => stateOfSlot(slot, page, ranks)
  if (!columns.length) return <p className={`muted ${styles.tableOnly}`}>{t('noSlots')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll container must be reachable by keyboard
    <section className={styles.tableFrame} tabIndex={0} aria-label={t('table')}>
      <table className={styles.table}>
        <thead>
          <tr className={styles.monthRow}>
            <td rowSpan={3} className={styles.corner}>
              {t('participants', { count: page.participantCount })}
            </td>
            {months.map(({ month, days }) => (
              <th
                key={month}
                scope="colgroup"
                colSpan={days.reduce((sum, { slots }) => sum + slots.length, 0)}
              >
                <span>{monthTitle(month, format.locale)}</span>
              </th>
            ))}
          </tr>
          <tr className={styles.dayRow}>
            {months.flatMap(({ days }) =>
              days.map(({ day, slots }) => (
                <th key={day} scope="colgroup" colSpan={slots.length}>
                  <span>
                    <small>{formatWall(day * DAY, format.locale, { weekday: 'short' })}</small>{' '}
                    <strong>{formatWall(day * DAY, format.locale, { day: 'numeric' })}</strong>
                  </span>
                </th>
              )),
            )}
          </tr>
          <tr className={styles.timeRow}>
            {columns.map((shown) => {
              const rank = ranks?.get(shown.slot.id)
              const { 'data-locked': isLocked, 'data-best': isBest } = stateOf(shown.slot.id)
              return (
                <th key={shown.slot.id} scope="col" {...stateOf(shown.slot.id)}>
                  <span>{formatSlotTime(shown, format, today, t('allDay'))}</span>
                  {hasVotes(rank) && <Totals yes={rank.yes} ifNeedBe={rank.ifNeedBe} no={rank.no} t={t} />}
                  {(isLocked || isBest) && (
                    <span className={styles.best}>
                      <Star size={11} aria-hidden /> {t(isLocked ? 'chosen' : 'best')}
                    </span>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {(own || canVote) && (
            <tr className={styles.ownRow}>
              <Name participant={own} text={t('you')} t={t} />
              {columns.map((shown) => {
                const { id } = shown.slot
                return (
                  <td key={id} {...stateOf(id)}>
                    {canVote ? (
                      <VoteChoice
                        name={`table-${id}`}
                        label={formatSlotLabel(shown, format, today, t('allDay'))}
                        vote={votes[id]}
                        isCompact
                        t={t}
                        onChoose={(vote) => onChoose(id, vote)}
                      />
                    ) : (
                      <Mark vote={votes[id]} t={t} />
                    )}
                  </td>
                )
              })}
            </tr>
          )}
          {others.slice(0, rows).map((participant) => (
            <Row key={participant.id} {...{ participant, page, columns, ranks, t }} />
          ))}
        </tbody>
      </table>
      {others.length > rows && (
        <button
          type="button"
          className={`button quiet ${styles.moreRows}`}
          onClick={() => setRows(rows + 4 * ROWS_AT_ONCE)}
        >
          {t('moreParticipants', { count: others.length - rows })}
        </button>
      )}
      {page.slots.length > count && (
        <button
          type="button"
          className={`button quiet ${styles.moreRows}`}
          onClick={() => setCount(count + COLUMNS_AT_ONCE)}
        >
          {t('moreTimes', { count: page.slots.length - count })}
        </button>
      )}
    </section>
  )
}

function stateOfSlot(slot: string, page: VotingProps['page'], ranks: VotingProps['ranks']) {
  return {
    'data-best': ranks?.get(slot)?.rank === 1 || undefined,
    'data-locked': page.gathering.lockedSlot === slot || undefined,
  }
}

/** The votes of another participant. They are not rendered again when the viewer votes. */
const Row = memo(function Row({
  participant,
  page,
  columns,
  ranks,
  t,
}: Pick<VotingProps, 'page' | 'ranks' | 't'> & {
  participant: GatheringParticipant
  columns: ShownSlot<GatheringSlot>[]
}) {
  const ballot = votesOf(participant, page.slots)
  return (
    <tr>
      <Name participant={participant} text={participant.name ?? t('formerMember')} t={t} />
      {columns.map(({ slot }) => (
        <td key={slot.id} {...stateOfSlot(slot.id, page, ranks)}>
          {participant.hasVoted && ballot && <Mark vote={ballot[slot.id]} t={t} />}
        </td>
      ))}
    </tr>
  )
})

function Name({
  participant,
  text,
  t,
}: {
  participant: GatheringParticipant | undefined
  text: string
  t: VotingProps['t']
}) {
  return (
    <th scope="row" className={styles.name}>
      <span className={styles.nameText}>
        {participant && (
          <Avatar
            id={participant.userId ?? participant.id}
            name={participant.name ?? '?'}
            image={participant.image}
            color={participant.color}
          />
        )}
        <span>
          <bdi title={text}>{text}</bdi>
          {participant?.isRequired && <small>{t('required')}</small>}
          {participant?.hasVoted === false && <small>{t('notVoted')}</small>}
          {participant?.comment && (
            <small dir="auto" title={participant.comment}>
              {participant.comment}
            </small>
          )}
        </span>
      </span>
    </th>
  )
}

function Mark({ vote, t }: { vote: keyof typeof styles | undefined; t: VotingProps['t'] }) {
  if (vote !== 'yes' && vote !== 'if-need-be' && vote !== 'no') {
    return (
      <span className={styles.noMark} title={t('votes.none')}>
        <span className="visually-hidden">{t('votes.none')}</span>
      </span>
    )
  }
  return (
    <span className={`${styles.mark} ${styles[vote]}`} title={t(`votes.${vote}`)}>
      <VoteIcon vote={vote} size={16} />
      <span className="visually-hidden">{t(`votes.${vote}`)}</span>
    </span>
  )
}
