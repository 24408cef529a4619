// `npm run demo` starts Kinday with sample data in its own data folder; with `-- --dev`, like `npm run dev`.
process.env.DATA_DIR ??= '.data-demo'
const { launch } = await import('./launch/launch.mjs')
await launch({
  embedded: true,
  dev: process.argv.includes('--dev'),
  seed: 'scripts/demo/seed.ts',
  notice: 'Sign in as anna@demo.example (or ben@, chidi@, dalia@, marta@…) with the password kinday-demo',
})
