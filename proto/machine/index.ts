export { createStepScope } from './step-scope.ts';
