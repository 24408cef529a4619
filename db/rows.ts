/**
 * An interface as an object type, for `execute<Columns<Ping>>(sql…)`: Drizzle requires a `Record<string, unknown>`, and
 * TypeScript gives interfaces no index signature.
 */
export type Columns<Row> = { [Name in keyof Row]: Row[Name] }

/** Returns the row of a statement that always has one, such as an aggregate. */
export function singleRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('The statement returned no row')
  return row
}
