import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ParsedComponent } from './parsed-component'
import { groupDistinctEvents } from './same-uid'

/** Naive pairwise grouping. */
function pairwise(masters: readonly ParsedComponent[]): ParsedComponent[][] {
  const groups: ParsedComponent[][] = []
  for (const component of masters) {
    const group = groups.find(([head]) => {
      const sameStart = head!.start?.value === component.start?.value
      const sameTitle = head!.fields.title === component.fields.title
      return (sameStart && sameTitle) || (head!.sequence !== component.sequence && (sameStart || sameTitle))
    })
    if (group) group.push(component)
    else groups.push([component])
  }
  return groups
}

const component = fc
  .record({
    start: fc.integer({ max: 3, min: 0 }),
    title: fc.integer({ max: 3, min: 0 }),
    sequence: fc.integer({ max: 3, min: 0 }),
  })
  .map(
    ({ start, title, sequence }) =>
      ({
        sequence,
        start: { value: `2026010${start}` },
        due: null,
        recurrenceId: null,
        rules: [],
        dates: [],
        fields: { title: `T${title}` },
      }) as unknown as ParsedComponent,
  )

it('returns the same groups of components as a pairwise comparison', () => {
  fc.assert(
    fc.property(fc.array(component, { maxLength: 30 }), (masters) => {
      expect(groupDistinctEvents(masters)).toEqual(pairwise(masters))
    }),
  )
})
