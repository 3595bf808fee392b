// Starts the app: reads the address, asks for everything the first map needs, and mounts.
import { mount } from 'svelte';
import App from './App.svelte';
import { start } from './core/address.svelte';
import './app.css';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
void start();
mount(App, { target });
