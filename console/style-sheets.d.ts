/** Vite bundles them; to the compiler they are imports without a value. */
declare module '*.css';
