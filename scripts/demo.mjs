// `npm run demo` starts Kinday with sample data in its own data folder.
process.env.DATA_DIR ??= '.data-demo'
const { launch } = await import('./launch/launch.mjs')
await launch({
  embedded: true,
  seed: 'scripts/demo/seed.ts',
  notice: 'Sign in as anna@demo.example (or ben@, chidi@, dalia@, marta@…) with the password kinday-demo',
})
