export { DevAuthError } from './dev-auth-error.ts'
export { DEV_AUTH_PORT, DEV_CLIENT_ID, DEV_USERS, LOCAL_CLIENT_DOCUMENTS, type DevAuthOptions, type DevUser } from './dev-auth-options.ts'
export { answerSignIn, refresh, signIn, type SignInAnswer, type SignInOptions, type Tokens } from './sign-in.ts'
export { startDevAuth, type DevAuth } from './start-dev-auth.ts'
