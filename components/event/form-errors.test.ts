import { expect, it } from 'vitest'
import { EVENT, editing, reduceAll, rename, submit } from './editor-state.test.events'

const GUESTS = ['ann@example.org', 'ann@-example.org'].map((email) => ({ userId: null, email, name: null }))

it.each(['attendees.1', 'patch.attendees.1', 'patch.attendees.1.email'])(
  'shows an error of %s at the field of the guests, with the refused address',
  (path) => {
    const fields = { [path]: { code: 'invalid' }, 'patch.title': { code: 'required' } } as const
    const state = reduceAll(
      ...([editing(EVENT), rename('Coffee'), { type: 'change', fields: { attendees: GUESTS } }] as const),
      ...([submit, { type: 'failed', error: { code: 'INVALID', fields } }] as const),
    )
    expect(state.status).toMatchObject({
      name: 'failed',
      failure: {
        fields: { attendees: { code: 'invalid', value: 'ann@-example.org' }, title: { code: 'required' } },
      },
    })
  },
)
