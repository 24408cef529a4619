import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MONTH } from './seed.mjs'

/**
 * Returns the request by which a browser creates an event, for client.mjs. It can be repeated: `%n%` is replaced in the
 * idempotency key, so each request creates an event. The events are years away from the measured months.
 * @param {string} distDir of the build; action ids differ in each build
 * @param {string} url of the app
 * @param {import('./seed.mjs').Person[]} people users who create events in the first calendar of the first user
 */
export function createAction(distDir, url, people) {
  const input = {
    title: 'Dinner with the Okafors',
    calendarId: people[0].calendars[0],
    span: {
      type: 'timed',
      start: '2031-05-01T19:00:00',
      startZone: 'Europe/Berlin',
      end: '2031-05-01T20:00:00',
      endZone: 'Europe/Berlin',
    },
  }
  return {
    url: url + MONTH,
    method: 'POST',
    headers: people.map(({ cookie }) => ({
      cookie,
      origin: url,
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
      'next-action': actionId(distDir, 'createEvent'),
    })),
    body: JSON.stringify([input, 'bench-key-%n%']),
    expect: '"ok":true',
  }
}

function actionId(distDir, name) {
  const { node } = JSON.parse(readFileSync(join(distDir, 'server', 'server-reference-manifest.json'), 'utf8'))
  const [id] = Object.entries(node).find(([, action]) => action.exportedName === name)
  return id
}
