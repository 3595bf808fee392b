// Starts the app: reads the address, asks for everything the first map needs, and mounts.
import { mount } from 'svelte';
import App from './App.svelte';
import { start } from './core/address.svelte';
import './app.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
// With the data at hand everything is laid out once; slow data find the page already there.
const PATIENCE = 150; // ms
await Promise.race([start(), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
// The record that the server wrote for readers without scripts has done its work.
document.getElementById('record')?.remove();
mount(App, { target });
