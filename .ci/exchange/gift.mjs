// Parses a GIFT file with gift-pegjs and compares it with the bank: `node gift.mjs FILE COUNT`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
const [, , modules, file, count] = process.argv;
const { parse } = createRequire(`${modules}/`)('gift-pegjs');
const questions = parse(readFileSync(file, 'utf8')).filter((one) => one.type !== 'Category');
const right = (one) => one.choices.filter((choice) => choice.isCorrect || choice.weight > 0).length;
const bad = questions.filter((one) => one.type !== 'MC' || right(one) === 0 || !one.title);
console.log(`gift-pegjs reads ${questions.length} questions, ${bad.length} of them not as they were written`);
if (questions.length !== Number(count) || bad.length > 0) process.exit(1);
