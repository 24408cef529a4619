import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '@/db/client'
import type { Columns } from '@/db/rows'
import { readersOf } from '@/lib/access/levels'
import { visibleEvents } from '@/lib/access/visible-events'
import type {
  Alarm,
  AlarmChannel,
  AlarmLayer,
  AlarmSettings,
  DefaultAlarms,
} from '@/lib/calendar/alarms/alarm'
import { type Answer, answerLookup, countedStatus } from '@/lib/calendar/answers'
import type { Series } from '@/lib/calendar/series/recurrence'
import type { Zone } from '@/lib/calendar/zones/zone'

/** Users who see an event and have the same settings for it. */
export interface AlarmUsers {
  event: string
  zone: Zone
  users: string[]
  defaults: DefaultAlarms | null
  layers: AlarmLayer[]
  /** The part of a series that the users see; null for all of it. */
  part: Pick<Series, 'recurrence' | 'overrides'> | null
  /** The answers of a user who has declined the event or an occurrence; empty for all others. */
  answers: Answer[]
}

/**
 * Returns the users who see events now, grouped by event and settings: a calendar of a thousand members has a handful
 * of groups. If several calendars show the event to a user, the settings of the calendar with the most detail apply.
 */
export async function alarmUsers(tx: Tx, events: readonly string[], user?: string): Promise<AlarmUsers[]> {
  if (!events.length) return []
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(events)}::jsonb)::uuid)`
  const rows = await tx.execute<Columns<GroupRow>>(sql`
    with readers as materialized (
      select k.calendar_id, r.user_id, r.level
      from (select distinct calendar_id from placements where event_id in ${ids} and deleted_at is null) k
        cross join lateral ${readersOf(sql`k.calendar_id`)} r
      where r.level >= 2 ${user ? sql`and r.user_id = ${user}` : sql``}
    ), seen as (
      select distinct on (p.event_id, r.user_id) p.event_id, r.user_id, p.calendar_id,
        case when v.partial then jsonb_build_object('recurrence', v.recurrence, 'overrides', v.overrides) end as part
      from placements p join readers r on r.calendar_id = p.calendar_id
        cross join lateral ${visibleEvents({ userId: sql`r.user_id` }, sql`r.level`)} v
      where p.event_id in ${ids} and p.deleted_at is null and v.detail <> 'busy'
      order by p.event_id, r.user_id, v.detail, v.partial, p.home desc, p.calendar_id
    ), layer_rows as (
      select l.event_id, l.user_id, jsonb_agg(jsonb_build_object('recurrenceId', l.recurrence_id, 'muted', l.muted,
        'hidden', l.hidden, 'ownAlarms', l.own_alarms, 'alarms', ${LAYER_ALARMS}) order by l.recurrence_id) as layers
      from layers l where l.event_id in ${ids} group by l.event_id, l.user_id
    ), declined as (
      select a.event_id, a.user_id, jsonb_agg(jsonb_build_object('userId', a.user_id, 'recurrenceId', a.recurrence_id,
        'status', a.status, 'givenFor', a.given_for) order by a.id) as answers
      from answers a where a.event_id in ${ids} and a.user_id is not null
      group by a.event_id, a.user_id having bool_or(a.status = 'declined')
    )
    select s.event_id as event, u.time_zone as zone, ${DEFAULTS} as defaults,
      coalesce(l.layers, '[]') as layers, coalesce(d.answers, '[]') as answers, s.part, json_agg(s.user_id) as users
    from seen s join users u on u.id = s.user_id and u.deleted_at is null and u.suspended_at is null
      left join calendar_settings c on c.calendar_id = s.calendar_id and c.user_id = s.user_id and c.own_alarms
      left join notification_preferences n on n.user_id = s.user_id
      left join layer_rows l on l.event_id = s.event_id and l.user_id = s.user_id
      left join declined d on d.event_id = s.event_id and d.user_id = s.user_id
    group by 1, 2, 3, 4, 5, 6`)
  return rows.map(({ layers, answers, ...group }) => ({
    ...group,
    layers: layers.map(({ alarms, ...layer }) => ({ ...layer, alarms: alarms.map(toAlarm) })),
    answers: answers.map((answer) => ({ ...answer, email: null, name: null, partySize: 1, comment: '' })),
  }))
}

/** Returns the alarm settings of a group of users for an event. */
export function alarmSettingsOf({ defaults, layers, answers }: AlarmUsers, series: Series): AlarmSettings {
  const [first] = answers
  if (!first) return { defaults, layers, isDeclined: () => false }
  const lookup = answerLookup(series, answers)
  return { defaults, layers, isDeclined: (id) => countedStatus(lookup(first, id)) === 'declined' }
}

interface GroupRow extends Omit<AlarmUsers, 'layers' | 'answers'> {
  layers: (Omit<AlarmLayer, 'alarms'> & { alarms: StoredAlarm[] })[]
  answers: Pick<Answer, 'userId' | 'recurrenceId' | 'status' | 'givenFor'>[]
}

/** An alarm of a layer as a row: `at` in epoch milliseconds. */
export interface StoredAlarm {
  minutesBefore: number | null
  at: number | null
  method: AlarmChannel
}

export function toAlarm({ minutesBefore, at, method }: StoredAlarm): Alarm {
  return at === null ? { minutesBefore: minutesBefore ?? 0, method } : { at, method }
}

/** The alarms of a layer `l`, in their order. */
export const LAYER_ALARMS: SQL = sql`(select coalesce(jsonb_agg(jsonb_build_object('minutesBefore', a.minutes_before,
    'at', (extract(epoch from a.at) * 1000)::bigint, 'method', a.method) order by a."order", a.id), '[]')
  from alarms a where l.own_alarms and a.event_id = l.event_id and a.user_id = l.user_id
    and a.recurrence_id is not distinct from l.recurrence_id)`

/** The defaults of a user `s`: of the calendar, else the user's own, else null. */
const DEFAULTS: SQL = sql`case when c.own_alarms then (
    select jsonb_build_object('timed', coalesce(jsonb_agg(${defaultAlarm()}) filter (where not a.all_day), '[]'),
      'allDay', coalesce(jsonb_agg(${defaultAlarm()}) filter (where a.all_day), '[]'))
    from alarms a where a.calendar_id = s.calendar_id and a.user_id = s.user_id)
  else n.default_alarms end`

function defaultAlarm(): SQL {
  return sql`jsonb_build_object('minutesBefore', a.minutes_before, 'method', a.method) order by a."order"`
}
