import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { expect, it } from 'vitest'

const ORIGIN = 'https://kinday.test'

/** Runs the service worker with a cache that holds a number of files. Returns its cache and a function that shares. */
function startWorker(maxFiles) {
  const stored = new Map()
  const listeners = {}
  const cache = {
    async put(path, response) {
      if (stored.size >= maxFiles) throw new DOMException('full', 'QuotaExceededError')
      stored.set(path, await response.text())
    },
  }
  const caches = { open: async () => cache, delete: async () => stored.clear() }
  const addEventListener = (name, listener) => Object.assign(listeners, { [name]: listener })
  class WorkerResponse extends Response {
    static redirect = (path, status) => Response.redirect(new URL(path, ORIGIN), status)
  }
  const context = { caches, URL, URLSearchParams, Response: WorkerResponse, location: { origin: ORIGIN } }
  context.self = { addEventListener }
  runInContext(readFileSync('public/sw.js', 'utf8'), createContext(context))
  const share = async (fields, files = []) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    for (const name of files) form.append('files', new File(['BEGIN:VCALENDAR'], name))
    const request = { url: `${ORIGIN}/new`, method: 'POST', mode: 'navigate', formData: async () => form }
    const response = await new Promise((respondWith) => listeners.fetch({ request, respondWith }))
    return response.headers.get('location').slice(ORIGIN.length)
  }
  return { stored, share }
}

it('stores shared files and text for the page', async () => {
  const { stored, share } = startWorker(3)
  expect(await share({ title: 'Club' }, ['a.ics', 'b.ics'])).toBe('/import?shared')
  expect([...stored.keys()]).toEqual(['/new?file=a.ics', '/new?file=b.ics', '/new?shared'])
  expect(await share({ title: 'Tea', text: 'at 5' })).toBe('/new')
  expect([...stored]).toEqual([['/new?shared', '{"title":"Tea","text":"at 5","url":""}']])
})

it('passes shared text in the fragment when the storage is full', async () => {
  const { share } = startWorker(0)
  expect(await share({ title: 'Tea & cake', text: 'at 5' })).toBe('/new#title=Tea+%26+cake&text=at+5&url=')
})

it('tells the import that shared files are lost when the storage is full, and keeps none of them', async () => {
  const { stored, share } = startWorker(1)
  expect(await share({}, ['a.ics', 'b.ics'])).toBe('/import?shared=failed')
  expect(stored.size).toBe(0)
})
