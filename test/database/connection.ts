import postgres from 'postgres'

/** A connection to the database of this test file, beside that of the code under test. */
export function ownDatabase(): postgres.Sql {
  return postgres(process.env.DATABASE_URL!, { max: 2, onnotice: () => {} })
}
