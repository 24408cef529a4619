import postgres from 'postgres'
import { insertSeries, insertSingles } from './seed-events.mjs'
import { group, ownCalendar, usersNamed } from './seed-users.mjs'

/** A day of the measured month. The following month has as many events. */
export const DAY = '2026-11-16'
export const MONTH = `/calendar/month/${DAY}`

/** First day and number of days that are only in the grid of this month. */
const NOVEMBER = ['2026-11-02', 27]
const DECEMBER = ['2026-12-07', 24]
const IN_MONTH = 300

/**
 * Inserts test data by SQL: users with 1,000, 10,000 and 100,000 events, one with 1,000 events in each of two months,
 * and a group of 1,000 members.
 * @param {string} url
 * @returns {Promise<Seeded>}
 * @typedef {{ userId: string, calendars: string[], cookie: string }} Person
 * @typedef {{ small: Person, middle: Person, large: Person, full: Person, repeating: Person, writers: Person[],
 *   crowd: { calendar: string, owner: string, cookies: string[] } }} Seeded
 */
export async function seed(url) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const seeded = {
      small: await person(sql, 'small', 1_000),
      middle: await person(sql, 'middle', 10_000),
      large: await person(sql, 'large', 100_000),
      full: await person(sql, 'full', 2_000, 1_000),
      repeating: await insertSeries(sql, await person(sql, 'repeating', 10_000)),
      ...(await writersOf(sql)),
      crowd: await crowdOf(sql, 1_000),
    }
    // Autovacuum would have run before a user has this many events.
    await sql`vacuum analyze`
    await sql`checkpoint`
    return seeded
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Creates a user with a personal and a group calendar, and divides the events between both. */
async function person(sql, name, events, inMonth = IN_MONTH) {
  const [user] = await usersNamed(sql, [name])
  const calendars = [await ownCalendar(sql, user.id), (await group(sql, name, [user.id])).calendar]
  await insertSingles(sql, user.id, calendars, {
    name: `${name}-a`,
    from: NOVEMBER[0],
    days: NOVEMBER[1],
    count: inMonth,
  })
  await insertSingles(sql, user.id, calendars, {
    name: `${name}-b`,
    from: DECEMBER[0],
    days: DECEMBER[1],
    count: inMonth,
  })
  const rest = events - 2 * inMonth
  // Four years before the measured months, and four years after.
  const spread = { days: 1460, count: Math.floor(rest / 2) }
  await insertSingles(sql, user.id, calendars, { name: `${name}-c`, from: '2022-10-01', ...spread })
  await insertSingles(sql, user.id, calendars, { name: `${name}-d`, from: '2027-02-01', ...spread })
  return { userId: user.id, calendars, cookie: user.cookie }
}

/** Creates four users who share a calendar. */
async function writersOf(sql) {
  const users = await usersNamed(sql, ['anna', 'ben', 'chidi', 'dalia'])
  const ids = users.map(({ id }) => id)
  const { calendar } = await group(sql, 'writers', ids)
  return { writers: users.map(({ id, cookie }) => ({ userId: id, calendars: [calendar], cookie })) }
}

async function crowdOf(sql, size) {
  const users = await usersNamed(
    sql,
    Array.from({ length: size }, (_, index) => `member-${index}`),
  )
  const { calendar } = await group(
    sql,
    'crowd',
    users.map(({ id }) => id),
  )
  return { calendar, cookies: users.map(({ cookie }) => cookie) }
}
