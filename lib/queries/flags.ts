import { type SQL, sql } from 'drizzle-orm'
import { FLAG_RULES, type FlagInput } from '@/lib/calendar/flags'

/** The columns of the range query that hold what flags depend on. */
const COLUMNS: Record<keyof FlagInput, string> = {
  type: `case when start_date is not null then 'all-day' when start_zone is null then 'floating' else 'timed' end`,
  kind: 'kind',
  status: 'status',
  busy: 'busy',
  private: `visibility = 'private'`,
  done: 'done_at is not null',
  invited: 'invited',
  readOnly: 'read_only is not null',
  untitledBusy: `(coalesce(read_only, '') = 'read-only-calendar' and title = '')`,
  readable: 'readable',
  full: `detail = 'full'`,
  home: 'home',
  removable: 'removable',
}

/** The flags of an event in SQL, as `flagsOf` returns them. A test compares the two. */
export const FLAGS: SQL = sql.raw(`(${sumOf('always')}
  + case when not (${COLUMNS.readable}) then ${sumOf('redacted')}
    when ${COLUMNS.full} then ${sumOf('readable')} + ${sumOf('full')} else ${sumOf('readable')} end)`)

function sumOf(group: keyof typeof FLAG_RULES): string {
  const facts = [...new Set(FLAG_RULES[group].map(([fact]) => fact))]
  return facts.map((fact) => flagOfFact(group, fact)).join(' + ')
}

/** Returns the SQL expression of the flag that a fact's value sets, or 0. */
function flagOfFact(group: keyof typeof FLAG_RULES, fact: keyof FlagInput): string {
  const rules = FLAG_RULES[group].filter((rule) => rule[0] === fact)
  const values = rules.map(([, value, flag]) => `when ${toLiteral(value)} then ${flag}`)
  return `case ${COLUMNS[fact]} ${values.join(' ')} else 0 end`
}

function toLiteral(value: string | boolean): string {
  return typeof value === 'string' ? `'${value}'` : String(value)
}
