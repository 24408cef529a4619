import { EMI } from './people'

/** A list of tasks of the family: title, day from today if it is due, assignee, rule. */
export const TASK_LISTS: Record<string, [string, number?, string?, string?][]> = {
  Shopping: [
    ['Oat milk'],
    ['Tomatoes'],
    ['Rye bread', 1],
    ['Birthday candles', 3, 'Anna Okafor'],
    ['Coffee'],
  ],
  Chores: [
    ['Bins out', 0, EMI, 'FREQ=WEEKLY'],
    ['Water the plants', -1, 'Anna Okafor', 'FREQ=DAILY;INTERVAL=3'],
    ['Call the dentist', 0, 'Anna Okafor'],
    ['Repair the bike', 9, 'Ben Okafor'],
    ['Sort the photos', undefined, 'Anna Okafor'],
  ],
  'Packing for the lake': [['Tent'], ['Sleeping bags'], ['Sun cream'], ['Card games', undefined, EMI]],
}
