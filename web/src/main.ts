// Starts the app: reads the address, asks for everything the first map needs, and mounts.
import { mount } from 'svelte';
import App from './App.svelte';
import { start } from './core/address.svelte';
import { speak } from './core/language.svelte';
import { loaded } from './core/loaded.svelte';
import { view } from './core/view.svelte';
import './app.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
// With the data at hand everything is laid out once; slow data find the page already there.
const PATIENCE = 150; // ms
const started = start(); // has read the language when it returns
const words = speak(view.lang); // and no page is shown in another one first
await Promise.race([started, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
await words;
// The record that the server wrote for readers without scripts has done its work.
document.getElementById('record')?.remove();
// A part of the page that does not come, after a new version or without a network, is told like other failures.
addEventListener('vite:preloadError', ({ payload }) => loaded.fail(payload));
mount(App, { target });
