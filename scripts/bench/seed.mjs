import postgres from 'postgres'
import { insertSeries, insertSingles } from './seed-events.mjs'
import { createGroup, createPersonalCalendar, createUsers } from './seed-users.mjs'

/** A day of the measured month. The following month has as many events. */
export const DAY = '2026-11-16'
export const MONTH = `/calendar/month/${DAY}`

/** First day of a month that no other month's grid shows, and the number of such days. */
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
 *   crowd: { calendar: string, cookies: string[] } }} Seeded
 */
export async function seed(url) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const seeded = {
      small: await createPerson(sql, 'small', 1_000),
      middle: await createPerson(sql, 'middle', 10_000),
      large: await createPerson(sql, 'large', 100_000),
      full: await createPerson(sql, 'full', 2_000, 1_000),
      repeating: await insertSeries(sql, await createPerson(sql, 'repeating', 10_000)),
      ...(await createWriters(sql)),
      crowd: await createCrowd(sql, 1_000),
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
export async function createPerson(sql, name, events, inMonth = IN_MONTH) {
  const [user] = await createUsers(sql, [name])
  const calendars = [
    await createPersonalCalendar(sql, user.id),
    (await createGroup(sql, name, [user.id])).calendar,
  ]
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
async function createWriters(sql) {
  const users = await createUsers(sql, ['anna', 'ben', 'chidi', 'dalia'])
  const ids = users.map(({ id }) => id)
  const { calendar } = await createGroup(sql, 'writers', ids)
  return { writers: users.map(({ id, cookie }) => ({ userId: id, calendars: [calendar], cookie })) }
}

async function createCrowd(sql, size) {
  const users = await createUsers(
    sql,
    Array.from({ length: size }, (_, index) => `member-${index}`),
  )
  const { calendar } = await createGroup(
    sql,
    'crowd',
    users.map(({ id }) => id),
  )
  return { calendar, cookies: users.map(({ cookie }) => cookie) }
}
