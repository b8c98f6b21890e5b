export { openHost } from './playwright/open-host.ts'
export { hostFixtures, type HostFixtures } from './playwright/host-fixtures.ts'
export { createHostDriver, type HostDriver } from './playwright/host-driver.ts'
export { type ViewChoice } from './playwright/find-view.ts'
