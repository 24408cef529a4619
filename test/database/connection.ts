import postgres from 'postgres'

/** Opens a connection to the test file's database, independent of the code under test. */
export function connectToTestDatabase(): postgres.Sql {
  return postgres(process.env.DATABASE_URL!, { max: 2, onnotice: () => {} })
}
